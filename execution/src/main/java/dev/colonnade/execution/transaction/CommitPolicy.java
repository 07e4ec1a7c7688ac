package dev.colonnade.execution.transaction;

/** What becomes of a transaction that writes several databases. */
public enum CommitPolicy {
    /** Two-phase commit: all of them or none. */
    ATOMIC,
    /** The statement that would write a second one is refused. */
    REJECT,
    /** COMMIT on all at once; the client is told 08007 where it failed on some. */
    BEST_EFFORT
}
