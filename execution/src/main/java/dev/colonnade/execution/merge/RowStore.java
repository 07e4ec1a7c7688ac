package dev.colonnade.execution.merge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a step holds for long: copied together into chunks, so that they don't pin the larger buffers that came from the network, and
 * counted in the budget.
 */
final class RowStore {
    /** A chunk; a row that doesn't fit gets one of its own. */
    private static final int CHUNK_BYTES = 32 * 1024;

    /** What a row costs beside its bytes: objects, array headers, references. */
    private static final int ROW_OVERHEAD_BYTES = 160;

    private final ByteBufAllocator allocator;
    private final MemoryBudget budget;
    private final String step;
    private final int columns;
    private long reserved;
    private @Nullable ByteBuf chunk;

    RowStore(ByteBufAllocator allocator, MemoryBudget budget, String step, int columns) {
        this.allocator = allocator;
        this.budget = budget;
        this.step = step;
        this.columns = columns;
    }

    /** A copy of the row to keep; the row is released. */
    Row keep(Row row) {
        int bytes = row.bytes();
        try {
            reserve(bytes + ROW_OVERHEAD_BYTES + Integer.BYTES * columns);
            ByteBuf target = chunkFor(bytes);
            int start = target.writerIndex();
            target.writeBytes(row.body, row.body.readerIndex(), bytes);
            return Row.of(row.branch, target.retainedSlice(start, bytes), columns);
        } finally {
            row.release();
        }
    }

    /** Counts memory of the step that isn't a row's. */
    void reserve(long bytes) {
        budget.reserve(bytes, step);
        reserved += bytes;
    }

    /** Gives back what was counted so far: those rows have gone on. */
    void forget() {
        budget.release(reserved);
        reserved = 0;
    }

    /** Gives back what was counted; rows that were kept are their holders' to release. */
    void close() {
        forget();
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }

    private ByteBuf chunkFor(int bytes) {
        ByteBuf current = chunk;
        if (current == null || current.writableBytes() < bytes) {
            if (current != null) {
                current.release();
            }
            current = allocator.buffer(Math.max(CHUNK_BYTES, bytes));
            chunk = current;
        }
        return current;
    }
}
