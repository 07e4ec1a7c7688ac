package dev.colonnade.execution.merge;

/** The merge can't go on (or can't start); everything it held has been released. */
public final class MergeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient MergeFailure failure;

    public MergeException(MergeFailure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    public MergeFailure failure() {
        return failure;
    }
}
