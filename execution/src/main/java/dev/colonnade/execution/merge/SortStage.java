package dev.colonnade.execution.merge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sort: holds all rows, then hands them on in order; equal rows in the order of branches, and within a branch as they came. */
final class SortStage implements Stage {
    private final Stage input;
    private final Comparator<Row> order;
    private final RowStore store;
    private final List<Row> held = new ArrayList<>();
    private @Nullable ArrayDeque<Row> sorted;

    SortStage(Stage input, RowOrder order, RowStore store) {
        this.input = input;
        this.order = order.thenComparingInt(row -> row.branch);
        this.store = store;
    }

    @Override
    public @Nullable Row poll() {
        if (sorted == null) {
            for (Row row = input.poll(); row != null; row = input.poll()) {
                held.add(store.keep(row));
            }
            if (!input.exhausted()) {
                return null;
            }
            held.sort(order);
            sorted = new ArrayDeque<>(held);
            held.clear();
        }
        return sorted.poll();
    }

    @Override
    public boolean exhausted() {
        return sorted == null ? held.isEmpty() && input.exhausted() : sorted.isEmpty();
    }

    @Override
    public void close() {
        held.forEach(Row::release);
        held.clear();
        if (sorted != null) {
            sorted.forEach(Row::release);
            sorted.clear();
        }
        store.close();
        input.close();
    }
}
