package dev.colonnade.planner.physical;

import dev.colonnade.planner.plan.StatementPlan;

/**
 * A plan that serves other texts of the same tokens. It is right for those whose literals were not looked at, or only as keys, when it was
 * made; that is for {@link Reuse} to know.
 */
public sealed interface Reusable extends StatementPlan permits FixedPlan, RoutedPlan, InsertPlan {
    /**
     * The plan that the other text would have got.
     *
     * @throws dev.colonnade.planner.sql.TokenShift.NoSuchPlaceException where something in the plan isn't at a token of the text
     * @throws UnsharedException where it isn't known without planning it
     * @throws dev.colonnade.planner.plan.PlanningException where the other text is refused
     */
    StatementPlan at(Sibling other);

    /** About how much memory it takes beside its text, in bytes. */
    int bytes();
}
