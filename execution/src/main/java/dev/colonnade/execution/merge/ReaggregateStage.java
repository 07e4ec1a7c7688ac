package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.FieldWriter;
import dev.colonnade.execution.value.KeyBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reaggregate: holds one row per group, with accumulators in place of the columns that are merged. Groups go on in the order in which
 * they first came. Without group columns there is one group, also where no row comes.
 */
final class ReaggregateStage implements Stage {
    /** What a group costs beside its row, its key's bytes and what its accumulators report. */
    private static final int GROUP_OVERHEAD_BYTES = 160;

    /** What an accumulator costs beside what it reports. */
    private static final int ACCUMULATOR_BYTES = 64;

    private static final KeyBytes WHOLE = new KeyBytes();

    /** A merged column: where its value goes, and how one comes together. */
    record Output(int column, Supplier<Accumulator> accumulators) {}

    private static final class Group {
        private final Accumulator[] accumulators;
        private @Nullable Row row;

        private Group(Accumulator[] accumulators, @Nullable Row row) {
            this.accumulators = accumulators;
            this.row = row;
        }
    }

    private final Stage input;
    private final @Nullable RowKey key;
    private final List<Output> outputs;
    private final int columns;
    private final RowStore store;
    private final ByteBufAllocator allocator;
    private final Map<KeyBytes, Group> groups = new LinkedHashMap<>();
    private @Nullable ArrayDeque<Group> merged;

    /** @param key null without group columns */
    ReaggregateStage(
            Stage input,
            @Nullable RowKey key,
            List<Output> outputs,
            int columns,
            RowStore store,
            ByteBufAllocator allocator) {
        this.input = input;
        this.key = key;
        this.outputs = outputs;
        this.columns = columns;
        this.store = store;
        this.allocator = allocator;
    }

    @Override
    public @Nullable Row poll() {
        if (merged == null) {
            for (Row row = input.poll(); row != null; row = input.poll()) {
                add(row);
            }
            if (!input.exhausted()) {
                return null;
            }
            if (key == null && groups.isEmpty()) {
                groups.put(WHOLE, new Group(accumulators(), null));
            }
            merged = new ArrayDeque<>(groups.values());
            groups.clear();
        }
        Group group = merged.poll();
        return group == null ? null : build(group);
    }

    @Override
    public boolean exhausted() {
        return merged != null && merged.isEmpty();
    }

    @Override
    public void close() {
        groups.values().forEach(ReaggregateStage::release);
        groups.clear();
        if (merged == null) {
            merged = new ArrayDeque<>();
        }
        merged.forEach(ReaggregateStage::release);
        merged.clear();
        store.close();
        input.close();
    }

    private void add(Row row) {
        @Nullable KeyBytes newKey = null;
        try {
            KeyBytes bytes = key == null ? WHOLE : key.of(row);
            Group group = groups.get(bytes);
            if (group == null) {
                newKey = bytes.copy();
            } else {
                accumulate(group, row);
            }
        } finally {
            if (newKey == null) {
                row.release();
            }
        }
        if (newKey != null) {
            create(newKey, row);
        }
    }

    private void create(KeyBytes bytes, Row row) {
        Row kept = store.keep(row);
        Group group = new Group(accumulators(), kept);
        groups.put(bytes, group);
        store.reserve(bytes.length() + GROUP_OVERHEAD_BYTES + (long) ACCUMULATOR_BYTES * outputs.size());
        accumulate(group, kept);
    }

    private void accumulate(Group group, Row row) {
        long grown = 0;
        for (Accumulator accumulator : group.accumulators) {
            grown += accumulator.add(row);
        }
        if (grown > 0) {
            store.reserve(grown);
        }
    }

    private Accumulator[] accumulators() {
        return outputs.stream().map(output -> output.accumulators.get()).toArray(Accumulator[]::new);
    }

    private Row build(Group group) {
        ByteBuf body = allocator.buffer();
        boolean built = false;
        try {
            body.writeShort(columns);
            for (int column = 0; column < columns; column++) {
                write(group, column, body);
            }
            built = true;
        } finally {
            release(group);
            if (!built) {
                body.release();
            }
        }
        return Row.of(0, body, columns);
    }

    private void write(Group group, int column, ByteBuf body) {
        for (int i = 0; i < group.accumulators.length; i++) {
            if (outputs.get(i).column == column) {
                group.accumulators[i].write(body);
                return;
            }
        }
        if (group.row == null) {
            FieldWriter.writeNull(body);
        } else {
            group.row.copyField(column, body);
        }
    }

    private static void release(Group group) {
        if (group.row != null) {
            group.row.release();
            group.row = null;
        }
    }
}
