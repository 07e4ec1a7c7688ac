/**
 * Ends the two-phase commits that nobody drives any more, and keeps the tables in which they are decided. Start at
 * {@link dev.colonnade.server.recovery.Recovery}. Blocking, over JDBC; no session ever waits for it.
 */
@NullMarked
package dev.colonnade.server.recovery;

import org.jspecify.annotations.NullMarked;
