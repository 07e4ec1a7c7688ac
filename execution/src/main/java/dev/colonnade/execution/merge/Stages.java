package dev.colonnade.execution.merge;

import static java.util.stream.Collectors.toSet;

import dev.colonnade.execution.value.TextStyle;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.Aggregate;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.SortKey;
import io.netty.buffer.ByteBufAllocator;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

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
            last = stage(step, steps.subList(0, i), last, current, resources);
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

    private static Stage stage(
            MergeStep step, List<MergeStep> before, Stage input, BranchRow shape, Resources resources) {
        return switch (step) {
            case MergeStep.Concat concat -> input;
            case MergeStep.MergeSort sort -> onlyFirst(step, before, input);
            case MergeStep.Interleave interleave -> onlyFirst(step, before, input);
            case MergeStep.Sort(var keys) ->
                new SortStage(input, shape.order(keys, ORDER_BY), resources.store(ORDER_BY, shape));
            case MergeStep.Reaggregate reaggregate -> reaggregate(reaggregate, input, before, shape, resources);
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

    private static Stage reaggregate(
            MergeStep.Reaggregate step, Stage input, List<MergeStep> before, BranchRow shape, Resources resources) {
        List<Groups.Output> outputs = step.aggregates().stream()
                .map(aggregate ->
                        Groups.Output.of(aggregate, shape, Accumulators.of(aggregate, shape, resources.style)))
                .toList();
        Groups groups = new Groups(outputs, shape.size(), resources, resources.store(GROUP_BY, shape));
        if (step.groupBy().isEmpty()) {
            return new ReaggregateStage(input, null, groups);
        }
        RowKey key = new RowKey(shape, indexes(step.groupBy(), shape), GROUP_BY);
        return isSortedBy(step.groupBy(), before)
                ? new AdjacentGroupsStage(input, key, groups)
                : new ReaggregateStage(input, key, groups);
    }

    /** Whether rows that agree in these columns come one after the other: the branches are merged by them, in any order of keys. */
    private static boolean isSortedBy(List<Column> columns, List<MergeStep> before) {
        if (before.size() != 1 || !(before.getFirst() instanceof MergeStep.MergeSort(var keys))) {
            return false;
        }
        Set<Column> wanted = Set.copyOf(columns);
        return keys.size() >= wanted.size()
                && keys.stream()
                        .limit(wanted.size())
                        .map(SortKey::column)
                        .collect(toSet())
                        .equals(wanted);
    }

    private static Stage onlyFirst(MergeStep step, List<MergeStep> before, Stage input) {
        if (!before.isEmpty()) {
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
