package dev.colonnade.execution.merge;

import org.jspecify.annotations.Nullable;

/** Having: only rows for which the condition is true. */
final class HavingStage implements Stage {
    private final Stage input;
    private final RowCondition condition;

    HavingStage(Stage input, RowCondition condition) {
        this.input = input;
        this.condition = condition;
    }

    @Override
    public @Nullable Row poll() {
        for (Row row = input.poll(); row != null; row = input.poll()) {
            boolean kept = false;
            try {
                kept = condition.test(row) == Truth.TRUE;
            } finally {
                if (!kept) {
                    row.release();
                }
            }
            if (kept) {
                return row;
            }
        }
        return null;
    }

    @Override
    public boolean exhausted() {
        return input.exhausted();
    }

    @Override
    public void close() {
        input.close();
    }
}
