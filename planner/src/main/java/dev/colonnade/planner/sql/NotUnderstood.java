package dev.colonnade.planner.sql;

/** Ends the reading of a statement from wherever it is noticed; never leaves this package. */
final class NotUnderstood extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;
    private final boolean tooComplex;

    NotUnderstood(int offset, String message) {
        this(offset, message, false);
    }

    NotUnderstood(int offset, String message, boolean tooComplex) {
        super(message, null, false, false);
        this.offset = offset;
        this.tooComplex = tooComplex;
    }

    int offset() {
        return offset;
    }

    boolean tooComplex() {
        return tooComplex;
    }

    String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
