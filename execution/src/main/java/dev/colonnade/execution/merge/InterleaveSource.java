package dev.colonnade.execution.merge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Interleave: rows of all branches in the order of their ordinals. Whether a branch yields as many rows as it has ordinals shows only at
 * its end, so all rows are held until then; where one doesn't, branches come one after the other.
 */
final class InterleaveSource implements Source {
    private record Placed(int ordinal, Row row) {}

    private final List<int[]> ordinals;
    private final List<List<Row>> held = new ArrayList<>();
    private final RowStore store;
    private final ArrayDeque<Row> placed = new ArrayDeque<>();
    private int open;

    InterleaveSource(int branches, List<int[]> ordinals, RowStore store) {
        if (ordinals.size() != branches) {
            throw new IllegalArgumentException(
                    "ordinals of " + ordinals.size() + " branches (expected: " + branches + ")");
        }
        this.ordinals = ordinals;
        this.store = store;
        this.open = branches;
        for (int branch = 0; branch < branches; branch++) {
            held.add(new ArrayList<>());
        }
    }

    @Override
    public void offer(Row row) {
        held.get(row.branch).add(store.keep(row));
    }

    @Override
    public void done(int branch) {
        open--;
        if (open == 0) {
            place();
        }
    }

    @Override
    public boolean isEmpty() {
        return placed.isEmpty() && held.stream().allMatch(List::isEmpty);
    }

    @Override
    public @Nullable Row poll() {
        return placed.poll();
    }

    @Override
    public boolean exhausted() {
        return open == 0 && placed.isEmpty();
    }

    @Override
    public void close() {
        held.forEach(rows -> {
            rows.forEach(Row::release);
            rows.clear();
        });
        placed.forEach(Row::release);
        placed.clear();
        store.close();
    }

    private void place() {
        boolean complete = true;
        for (int branch = 0; branch < held.size(); branch++) {
            complete &= held.get(branch).size() == ordinals.get(branch).length;
        }
        List<Placed> all = new ArrayList<>();
        for (int branch = 0; branch < held.size(); branch++) {
            List<Row> rows = held.get(branch);
            for (int i = 0; i < rows.size(); i++) {
                all.add(new Placed(complete ? ordinals.get(branch)[i] : 0, rows.get(i)));
            }
            rows.clear();
        }
        all.sort(Comparator.comparingInt(Placed::ordinal));
        all.forEach(each -> placed.add(each.row));
    }
}
