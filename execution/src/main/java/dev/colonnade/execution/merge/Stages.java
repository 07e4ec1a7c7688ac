package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.TextStyle;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.Aggregate;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import io.netty.buffer.ByteBufAllocator;
import java.util.BitSet;
import java.util.List;

/** The stages of one pipeline: steps of the plan turned into the objects that run them, or refused. */
record Stages(Source source, Stage last) {
    private static final String ORDER_BY = "ORDER BY";
    private static final String GROUP_BY = "GROUP BY";
    private static final String DISTINCT = "DISTINCT";

    static Stages of(RowMerge merge, BranchRow shape, int branches, LookAhead lookAhead, Resources resources) {
        List<MergeStep> steps = merge.steps();
        Source source = source(steps, shape, branches, lookAhead, resources);
        Stage last = source;
        BranchRow current = shape;
        for (int i = 0; i < steps.size(); i++) {
            MergeStep step = steps.get(i);
            last = stage(step, i == 0, last, current, resources);
            if (step instanceof MergeStep.Reaggregate reaggregate) {
                current = current.withPartial(partialColumns(reaggregate, current));
            }
        }
        return new Stages(source, last);
    }

    /** What steps that hold rows take from. */
    record Resources(MemoryBudget budget, ByteBufAllocator allocator, TextStyle style) {
        RowStore store(String step, BranchRow shape) {
            return new RowStore(allocator, budget, step, shape.size());
        }
    }

    private static Source source(
            List<MergeStep> steps, BranchRow shape, int branches, LookAhead lookAhead, Resources resources) {
        MergeStep first = steps.isEmpty() ? new MergeStep.Concat() : steps.getFirst();
        if (first instanceof MergeStep.MergeSort(var keys)) {
            return new SortedSource(branches, lookAhead, shape.order(keys, ORDER_BY));
        }
        if (first instanceof MergeStep.Interleave(var ordinals)) {
            return new InterleaveSource(branches, ordinals, resources.store("RETURNING", shape));
        }
        if (steps.stream().anyMatch(MergeStep.Reaggregate.class::isInstance)) {
            return new BranchOrderSource(branches, lookAhead);
        }
        return new ArrivalSource(branches, lookAhead);
    }

    private static Stage stage(MergeStep step, boolean first, Stage input, BranchRow shape, Resources resources) {
        return switch (step) {
            case MergeStep.Concat concat -> input;
            case MergeStep.MergeSort sort -> onlyFirst(step, first, input);
            case MergeStep.Interleave interleave -> onlyFirst(step, first, input);
            case MergeStep.Sort(var keys) ->
                new SortStage(input, shape.order(keys, ORDER_BY), resources.store(ORDER_BY, shape));
            case MergeStep.Reaggregate(var groupBy, var aggregates) ->
                new ReaggregateStage(
                        input,
                        groupBy.isEmpty() ? null : new RowKey(shape, indexes(groupBy, shape), GROUP_BY),
                        aggregates.stream()
                                .map(aggregate -> new ReaggregateStage.Output(
                                        shape.index(aggregate.output()),
                                        Accumulators.of(aggregate, shape, resources.style)))
                                .toList(),
                        shape.size(),
                        resources.store(GROUP_BY, shape),
                        resources.allocator);
            case MergeStep.Having(var condition) -> new HavingStage(input, RowCondition.of(condition, shape));
            case MergeStep.Distinct(var columns) ->
                new DistinctStage(
                        input, new RowKey(shape, indexes(columns, shape), DISTINCT), resources.store(DISTINCT, shape));
            case MergeStep.LimitOffset(long limit, long offset, var ties) ->
                new LimitStage(
                        input,
                        limit,
                        offset,
                        ties.isEmpty() ? null : shape.order(ties, "WITH TIES"),
                        resources.allocator);
        };
    }

    private static Stage onlyFirst(MergeStep step, boolean first, Stage input) {
        if (!first) {
            throw new IllegalArgumentException(step + " after another step");
        }
        return input;
    }

    private static List<Integer> indexes(List<Column> columns, BranchRow shape) {
        return columns.stream().map(shape::index).toList();
    }

    private static BitSet partialColumns(MergeStep.Reaggregate step, BranchRow shape) {
        BitSet partial = new BitSet();
        for (Aggregate aggregate : step.aggregates()) {
            partial.set(shape.index(aggregate.input()));
            if (aggregate.weight() != null) {
                partial.set(shape.index(aggregate.weight()));
            }
        }
        step.aggregates().forEach(aggregate -> partial.clear(shape.index(aggregate.output())));
        step.groupBy().forEach(column -> partial.clear(shape.index(column)));
        return partial;
    }
}
