package dev.colonnade.execution.merge;

import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** LimitOffset: passes over {@code offset} rows, lets {@code limit} through, then those that tie with the last. */
final class LimitStage implements Stage {
    private final Stage input;
    private final long limit;
    private final @Nullable RowOrder ties;
    private final ByteBufAllocator allocator;
    private long toSkip;
    private long passed;
    private @Nullable Row last;
    private boolean over;

    /**
     * @param limit -1 for none
     * @param ties null without WITH TIES
     */
    LimitStage(Stage input, long limit, long offset, @Nullable RowOrder ties, ByteBufAllocator allocator) {
        this.input = input;
        this.limit = limit;
        this.toSkip = offset;
        this.ties = ties;
        this.allocator = allocator;
        this.over = limit == 0;
    }

    @Override
    public @Nullable Row poll() {
        while (!over) {
            Row row = input.poll();
            if (row == null) {
                return null;
            }
            if (toSkip > 0) {
                toSkip--;
                row.release();
            } else if (limit < 0 || passed < limit) {
                passed++;
                if (passed == limit) {
                    reached(row);
                }
                return row;
            } else if (tiesWithLast(row)) {
                return row;
            } else {
                row.release();
                finish();
            }
        }
        return null;
    }

    @Override
    public boolean exhausted() {
        return over || input.exhausted();
    }

    @Override
    public void close() {
        finish();
        input.close();
    }

    private void reached(Row row) {
        if (ties == null) {
            over = true;
        } else {
            last = row.copy(allocator);
        }
    }

    private boolean tiesWithLast(Row row) {
        return ties != null && last != null && ties.compare(last, row) == 0;
    }

    private void finish() {
        over = true;
        if (last != null) {
            last.release();
            last = null;
        }
    }
}
