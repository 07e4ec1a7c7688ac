package dev.colonnade.execution.merge;

import org.jspecify.annotations.Nullable;

/** One step of a merge: pulled for rows by the next, the last by the pipeline. */
interface Stage {
    /** The next row and its ownership; null where there is none now (or no more, see {@link #exhausted}). */
    @Nullable
    Row poll();

    /**
     * Whether no row will come any more. Never true too early; true as soon as the last row that was needed is out, or else once a poll
     * has returned null.
     */
    boolean exhausted();

    /** Releases all that it and the stages before it hold. May be called more than once. */
    void close();
}
