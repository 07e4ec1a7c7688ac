/** Tests of sessions. */
@NullMarked
package dev.colonnade.server.session;

import org.jspecify.annotations.NullMarked;
