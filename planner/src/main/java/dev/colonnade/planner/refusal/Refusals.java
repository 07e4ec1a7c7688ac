package dev.colonnade.planner.refusal;

import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.plan.RefusalCode;

/** Every refusal is made here, so that none lacks its detail and its hint. */
public final class Refusals {
    private static final int NOWHERE = -1;

    private Refusals() {}

    /**
     * A refusal that points at a place in the text.
     *
     * @param detail which table, key and clause, and why
     * @param hint the rewrite or setting that would work
     */
    public static Refusal at(Span place, RefusalCode code, String message, String detail, String hint) {
        return new Refusal(code, message, detail, hint, place.start());
    }

    /** A refusal of the statement as a whole. */
    public static Refusal of(RefusalCode code, String message, String detail, String hint) {
        return new Refusal(code, message, detail, hint, NOWHERE);
    }

    /** {@link #at} as an exception. */
    public static PlanningException refuse(Span place, RefusalCode code, String message, String detail, String hint) {
        return new PlanningException(at(place, code, message, detail, hint));
    }

    /** {@link #of} as an exception. */
    public static PlanningException refuse(RefusalCode code, String message, String detail, String hint) {
        return new PlanningException(of(code, message, detail, hint));
    }
}
