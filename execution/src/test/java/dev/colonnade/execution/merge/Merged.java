package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.TextStyle;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.SortKey;
import dev.colonnade.planner.plan.RowMerge.TagMerge;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pipeline under test: what it emitted, which branches it asked for again. */
final class Merged implements AutoCloseable {
    final List<String> rows = new ArrayList<>();
    final List<Integer> resumed = new ArrayList<>();
    final MemoryBudget budget;
    final MergePipeline pipeline;

    Merged(int branches, int hidden, List<MergeColumn> columns, MergeStep... steps) {
        this(64L << 20, branches, hidden, columns, steps);
    }

    Merged(long budgetBytes, int branches, int hidden, List<MergeColumn> columns, MergeStep... steps) {
        budget = new MemoryBudget("memory budget of one query", budgetBytes, null);
        pipeline = new MergePipeline(
                new RowMerge(hidden, List.of(steps), TagMerge.ROWS_OUT),
                columns,
                branches,
                body -> rows.add(TestRows.text(body)),
                resumed::add,
                budget,
                TestRows.ALLOCATOR,
                TextStyle.DEFAULT);
    }

    Merged row(int branch, @Nullable Object... fields) {
        pipeline.row(branch, TestRows.row(fields));
        return this;
    }

    Merged done(int... branches) {
        for (int branch : branches) {
            pipeline.branchDone(branch);
        }
        return this;
    }

    static SortKey ascending(int hidden) {
        return new SortKey(new Column.Hidden(hidden), false, false);
    }

    static SortKey descending(int hidden) {
        return new SortKey(new Column.Hidden(hidden), true, true);
    }

    @Override
    public void close() {
        pipeline.close();
        if (budget.used() != 0) {
            throw new AssertionError("budget not given back: " + budget.used());
        }
    }
}
