/** Checks that every plan passes before anyone sees it. Start at {@link dev.colonnade.planner.check.PlanInvariants}. */
@NullMarked
package dev.colonnade.planner.check;

import org.jspecify.annotations.NullMarked;
