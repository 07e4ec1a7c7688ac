/** Compares what we read with what PostgreSQL's own parser reads: a wrong reading would be a wrong route. */
@NullMarked
package dev.colonnade.planner.guard;

import org.jspecify.annotations.NullMarked;
