package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.FieldWriter;
import dev.colonnade.planner.plan.RowMerge.Aggregate;
import dev.colonnade.planner.plan.RowMerge.Column;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes groups, adds rows to them, and makes them rows again. */
final class Groups {
    /** What a group costs beside its row, its key's bytes and what its accumulators report. */
    private static final int GROUP_OVERHEAD_BYTES = 160;

    /** What an accumulator costs beside what it reports. */
    private static final int ACCUMULATOR_BYTES = 64;

    /**
     * A merged column.
     *
     * @param column where its value goes
     * @param placeholder whether no branch computes the value, so that even a single part has to go through the accumulator
     * @param accumulators how one comes together
     */
    record Output(int column, boolean placeholder, Supplier<Accumulator> accumulators) {
        static Output of(Aggregate aggregate, BranchRow shape, Supplier<Accumulator> accumulators) {
            return new Output(
                    shape.index(aggregate.output()), aggregate.output() instanceof Column.Hidden, accumulators);
        }
    }

    /** One group: its first row (none where no row came), and what has come together. */
    static final class Group {
        private final Accumulator[] accumulators;
        private @Nullable Row row;
        private int parts;

        private Group(Accumulator[] accumulators) {
            this.accumulators = accumulators;
        }

        void release() {
            if (row != null) {
                row.release();
                row = null;
            }
        }
    }

    private final List<Output> outputs;
    private final int columns;
    private final Stages.Resources resources;
    private final RowStore store;

    Groups(List<Output> outputs, int columns, Stages.Resources resources, RowStore store) {
        this.outputs = outputs;
        this.columns = columns;
        this.resources = resources;
        this.store = store;
    }

    /** A group without rows. */
    Group create(int keyBytes) {
        store.reserve(keyBytes + GROUP_OVERHEAD_BYTES + (long) ACCUMULATOR_BYTES * outputs.size());
        return new Group(
                outputs.stream().map(output -> output.accumulators.get()).toArray(Accumulator[]::new));
    }

    /** Adds a row to a group; the row is released or kept. */
    void add(Group group, Row row) {
        if (group.row == null) {
            Row kept = store.keep(row);
            group.row = kept;
            accumulate(group, kept);
            return;
        }
        try {
            accumulate(group, row);
        } finally {
            row.release();
        }
    }

    /** The group's row; the group holds nothing any more. */
    Row build(Group group) {
        Row only = group.row;
        if (only != null && group.parts == 1 && outputs.stream().noneMatch(Output::placeholder)) {
            group.row = null;
            return only;
        }
        ByteBuf body = resources.allocator().buffer();
        boolean built = false;
        try {
            body.writeShort(columns);
            for (int column = 0; column < columns; column++) {
                write(group, column, body);
            }
            built = true;
        } finally {
            group.release();
            if (!built) {
                body.release();
            }
        }
        return Row.of(0, body, columns);
    }

    /** Stops counting groups that have been built. */
    void forget() {
        store.forget();
    }

    /** Gives back what was counted. */
    void close() {
        store.close();
    }

    private void accumulate(Group group, Row row) {
        group.parts++;
        long grown = 0;
        for (Accumulator accumulator : group.accumulators) {
            grown += accumulator.add(row);
        }
        if (grown > 0) {
            store.reserve(grown);
        }
    }

    private void write(Group group, int column, ByteBuf body) {
        Row row = group.row;
        for (int i = 0; i < group.accumulators.length; i++) {
            Output output = outputs.get(i);
            // What only one branch has is whole, and its server's own text.
            if (output.column == column && (group.parts != 1 || output.placeholder)) {
                group.accumulators[i].write(body);
                return;
            }
        }
        if (row == null) {
            FieldWriter.writeNull(body);
        } else {
            row.copyField(column, body);
        }
    }
}
