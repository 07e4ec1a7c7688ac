package dev.colonnade.planner.check;

import dev.colonnade.planner.explain.PlanPrinter;
import dev.colonnade.planner.plan.FinalQuery;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.ShardQuery;
import java.util.ArrayList;
import java.util.List;

/** What is true of every plan, whoever made it. A plan that breaks one is a defect of the planner: it is not run. */
public final class PlanInvariants {
    private PlanInvariants() {}

    /**
     * The plan itself.
     *
     * @throws IllegalStateException with the printed plan
     */
    public static PhysicalPlan checked(PhysicalPlan plan) {
        if (plan instanceof PhysicalPlan.Scatter scatter) {
            require(distinctShards(scatter), "each database has one branch", plan);
            require(sortsFirst(scatter.merge()), "branches are merged by order before anything else", plan);
            require(keysAreHidden(scatter.merge()), "keys are hidden columns that exist", plan);
            require(limitsLast(scatter.merge()), "nothing comes behind LIMIT", plan);
        }
        if (plan instanceof PhysicalPlan.Staged staged) {
            require(
                    staged.branches().stream().map(ShardQuery::shard).distinct().count()
                            == staged.branches().size(),
                    "each database has one branch",
                    plan);
            require(namesFragments(staged), "the final query names fragments that exist", plan);
        }
        return plan;
    }

    private static boolean namesFragments(PhysicalPlan.Staged staged) {
        return staged.then().parts().stream().allMatch(part -> switch (part) {
            case FinalQuery.Part.Text text -> true;
            case FinalQuery.Part.Rows(int fragment) ->
                fragment < staged.fragments().size();
            case FinalQuery.Part.Narrowed(int fragment, int column) ->
                fragment < staged.fragments().size()
                        && column < staged.fragments().get(fragment).columns().size();
        });
    }

    private static boolean distinctShards(PhysicalPlan.Scatter scatter) {
        return scatter.branches().stream().map(ShardQuery::shard).distinct().count()
                == scatter.branches().size();
    }

    private static boolean sortsFirst(RowMerge merge) {
        return merge.steps().stream()
                .skip(1)
                .noneMatch(step -> step instanceof MergeStep.MergeSort || step instanceof MergeStep.Interleave);
    }

    private static boolean limitsLast(RowMerge merge) {
        List<MergeStep> steps = merge.steps();
        return steps.stream().limit(Math.max(0, steps.size() - 1)).noneMatch(MergeStep.LimitOffset.class::isInstance);
    }

    private static boolean keysAreHidden(RowMerge merge) {
        List<Column> keys = new ArrayList<>();
        for (MergeStep step : merge.steps()) {
            switch (step) {
                case MergeStep.MergeSort(var sorted) -> sorted.forEach(key -> keys.add(key.column()));
                case MergeStep.Sort(var sorted) -> sorted.forEach(key -> keys.add(key.column()));
                case MergeStep.Distinct(var columns) -> keys.addAll(columns);
                case MergeStep.Reaggregate(var groups, var aggregates) -> {
                    keys.addAll(groups);
                    aggregates.forEach(aggregate -> keys.add(aggregate.input()));
                }
                case MergeStep.LimitOffset(long limit, long offset, var ties) ->
                    ties.forEach(key -> keys.add(key.column()));
                case MergeStep.Having having -> {}
                case MergeStep.Concat concat -> {}
                case MergeStep.Interleave interleave -> {}
            }
        }
        return keys.stream().allMatch(key -> key instanceof Column.Hidden(int index) && index < merge.hidden());
    }

    private static void require(boolean holds, String what, PhysicalPlan plan) {
        if (!holds) {
            throw new IllegalStateException("not true that " + what + ":\n" + PlanPrinter.print(plan));
        }
    }
}
