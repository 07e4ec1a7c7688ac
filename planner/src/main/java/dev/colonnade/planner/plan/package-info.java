/** What execution runs: the physical plan's records and the reasons for it. Start at {@link dev.colonnade.planner.plan.PhysicalPlan}. The one room of the planner that execution sees. */
@NullMarked
package dev.colonnade.planner.plan;

import org.jspecify.annotations.NullMarked;
