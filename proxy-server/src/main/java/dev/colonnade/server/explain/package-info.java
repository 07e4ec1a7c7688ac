/** Says what would become of a statement, without running it. */
@NullMarked
package dev.colonnade.server.explain;

import org.jspecify.annotations.NullMarked;
