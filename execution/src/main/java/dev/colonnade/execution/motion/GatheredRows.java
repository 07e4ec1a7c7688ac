package dev.colonnade.execution.motion;

import dev.colonnade.execution.merge.MemoryBudget;
import dev.colonnade.execution.merge.MergeException;
import dev.colonnade.execution.merge.MergeFailure;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** The rows of all fragments, as DataRow bodies in binary format: each is a tuple of binary COPY as it stands. */
final class GatheredRows {
    private static final int ROW_OVERHEAD_BYTES = 64;

    private final MotionLimits limits;
    private final MemoryBudget budget;
    private final String fragments;
    private final List<ByteBuf> bodies = new ArrayList<>();
    private long bytes;
    private long reserved;

    GatheredRows(MotionLimits limits, MemoryBudget budget, String fragments) {
        this.limits = limits;
        this.budget = budget;
        this.fragments = fragments;
    }

    /**
     * Takes a row's ownership, also when it throws.
     *
     * @throws MergeException beyond the limits
     */
    void add(ByteBuf body) {
        try {
            if (bodies.size() >= limits.rowsMax()) {
                throw new MergeException(new MergeFailure.MotionTooLarge(fragments, limits.rowsMax(), "rows"));
            }
            bytes += body.readableBytes();
            if (bytes > limits.bytesMax()) {
                throw new MergeException(new MergeFailure.MotionTooLarge(fragments, limits.bytesMax(), "bytes"));
            }
            long held = (long) body.readableBytes() + ROW_OVERHEAD_BYTES;
            budget.reserve(held, "motion of " + fragments);
            reserved += held;
        } catch (MergeException e) {
            body.release();
            throw e;
        }
        bodies.add(body);
    }

    List<ByteBuf> bodies() {
        return bodies;
    }

    int count() {
        return bodies.size();
    }

    boolean fitParameters() {
        return bodies.size() <= limits.parameterRowsMax() && bytes <= limits.parameterBytesMax();
    }

    /** Gives up everything; may be called more than once. */
    void release() {
        bodies.forEach(ByteBuf::release);
        bodies.clear();
        budget.release(reserved);
        reserved = 0;
    }
}
