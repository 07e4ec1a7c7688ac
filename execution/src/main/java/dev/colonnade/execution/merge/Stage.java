package dev.colonnade.execution.merge;

import org.jspecify.annotations.Nullable;

/** One step of a merge: pulled for rows by the next, the last by the pipeline. */
interface Stage {
    /** The next row and its ownership; null where there is none now (or no more, see {@link #exhausted}). */
    @Nullable
    Row poll();

    /** Whether no row will come any more. Right at any time, without a poll that returns null in between. */
    boolean exhausted();

    /** Releases all that it and the stages before it hold. May be called more than once. */
    void close();
}
