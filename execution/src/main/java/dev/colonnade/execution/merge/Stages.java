package dev.colonnade.execution.merge;

import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/** The stages of one pipeline: steps of the plan turned into the objects that run them, or refused. */
record Stages(Source source, Stage last) {
    static Stages of(
            RowMerge merge,
            BranchRow shape,
            int branches,
            LookAhead lookAhead,
            MemoryBudget budget,
            ByteBufAllocator allocator) {
        List<MergeStep> steps = merge.steps();
        Source source = source(steps, shape, branches, lookAhead);
        Stage last = source;
        for (int i = 0; i < steps.size(); i++) {
            last = stage(steps.get(i), i == 0, last, shape, budget, allocator);
        }
        return new Stages(source, last);
    }

    private static Source source(List<MergeStep> steps, BranchRow shape, int branches, LookAhead lookAhead) {
        if (!steps.isEmpty() && steps.getFirst() instanceof MergeStep.MergeSort sort) {
            return new SortedSource(branches, lookAhead, shape.order(sort.keys(), "ORDER BY"));
        }
        if (steps.stream().anyMatch(MergeStep.Reaggregate.class::isInstance)) {
            return new BranchOrderSource(branches, lookAhead);
        }
        return new ArrivalSource(branches, lookAhead);
    }

    private static Stage stage(
            MergeStep step,
            boolean first,
            Stage input,
            BranchRow shape,
            MemoryBudget budget,
            ByteBufAllocator allocator) {
        return switch (step) {
            case MergeStep.Concat concat -> input;
            case MergeStep.MergeSort sort -> onlyFirst(step, first, input);
            case MergeStep.LimitOffset(long limit, long offset, var ties) ->
                new LimitStage(
                        input,
                        limit,
                        offset,
                        ties.isEmpty() ? null : shape.order(ties, "FETCH FIRST ... WITH TIES"),
                        allocator);
            default -> throw new IllegalStateException("no stage for " + step + " within " + budget.used());
        };
    }

    private static Stage onlyFirst(MergeStep step, boolean first, Stage input) {
        if (!first) {
            throw new IllegalArgumentException(step + " after another step");
        }
        return input;
    }
}
