package dev.colonnade.execution.scatter;

/** A statement under way on several databases, which tells a {@link ScatterListener} what it yields. Belongs to one event loop. */
public interface StatementRun {
    void start();

    /** Whether the client takes more rows. */
    void sinkWritable(boolean writable);

    /** Asks all databases to cancel; the error comes from them. */
    void cancel();

    /** Nobody listens any more: what is held is released; connections are the caller's to close. */
    void abandon();
}
