package dev.colonnade.execution.merge;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes merges may hold: of one query, within a session's, within the process's. Thread-safe, since the outer ones are shared.
 */
public final class MemoryBudget {
    private final String name;
    private final long bytesMax;
    private final @Nullable MemoryBudget outer;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param name for the message at the limit, such as "memory budget of one query"
     * @param outer what this one is a part of, or null
     */
    public MemoryBudget(String name, long bytesMax, @Nullable MemoryBudget outer) {
        if (bytesMax < 0) {
            throw new IllegalArgumentException("bytesMax: " + bytesMax + " (expected: >= 0)");
        }
        this.name = name;
        this.bytesMax = bytesMax;
        this.outer = outer;
    }

    /** Bytes reserved now. */
    public long used() {
        return used.get();
    }

    /**
     * Reserves here and in all outer budgets, or nowhere.
     *
     * @param step what needs the memory, for the message
     * @throws MergeException with {@link MergeFailure.BudgetExceeded}
     */
    public void reserve(long bytes, String step) {
        if (used.addAndGet(bytes) > bytesMax) {
            used.addAndGet(-bytes);
            throw new MergeException(new MergeFailure.BudgetExceeded(step, name, bytesMax));
        }
        if (outer != null) {
            try {
                outer.reserve(bytes, step);
            } catch (MergeException e) {
                used.addAndGet(-bytes);
                throw e;
            }
        }
    }

    /** Gives back what was reserved. */
    public void release(long bytes) {
        used.addAndGet(-bytes);
        if (outer != null) {
            outer.release(bytes);
        }
    }
}
