package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.KeyBytes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Distinct: the first row of each key goes on at once; the keys are held. */
final class DistinctStage implements Stage {
    /** What a key costs beside its bytes. */
    private static final int KEY_OVERHEAD_BYTES = 96;

    private final Stage input;
    private final RowKey key;
    private final RowStore memory;
    private final Set<KeyBytes> seen = new HashSet<>();

    DistinctStage(Stage input, RowKey key, RowStore memory) {
        this.input = input;
        this.key = key;
        this.memory = memory;
    }

    @Override
    public @Nullable Row poll() {
        for (Row row = input.poll(); row != null; row = input.poll()) {
            boolean first = false;
            try {
                first = isNew(row);
            } finally {
                if (!first) {
                    row.release();
                }
            }
            if (first) {
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
        seen.clear();
        memory.close();
        input.close();
    }

    private boolean isNew(Row row) {
        KeyBytes bytes = key.of(row);
        if (seen.contains(bytes)) {
            return false;
        }
        memory.reserve(bytes.length() + KEY_OVERHEAD_BYTES);
        return seen.add(bytes.copy());
    }
}
