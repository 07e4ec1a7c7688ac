/** The one text form of plans. Start at {@link dev.colonnade.planner.explain.PlanPrinter}. */
@NullMarked
package dev.colonnade.planner.explain;

import org.jspecify.annotations.NullMarked;
