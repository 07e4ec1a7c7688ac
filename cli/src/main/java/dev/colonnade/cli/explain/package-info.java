/** What {@code colonnade explain} knows without any database. */
@NullMarked
package dev.colonnade.cli.explain;

import org.jspecify.annotations.NullMarked;
