package dev.colonnade.planner.physical;

/** Another text's plan doesn't say what becomes of this one: it has to be planned by itself. */
public final class UnsharedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsharedException() {
        super("planned for another text", null, false, false);
    }
}
