package dev.colonnade.planner.plan;

/** No plan: the statement is refused before any database is touched. */
public final class PlanningException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    public PlanningException(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
