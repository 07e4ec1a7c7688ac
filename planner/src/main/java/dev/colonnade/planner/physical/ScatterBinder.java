package dev.colonnade.planner.physical;

import dev.colonnade.planner.logical.ParameterNumbers;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.planner.rule.HavingTemplate;
import dev.colonnade.planner.rule.Limit;
import dev.colonnade.planner.rule.ScatterTemplate;
import dev.colonnade.planner.sql.TokenShift;
import dev.colonnade.topology.PhysicalShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Puts parameter values into a scatter's merge. */
record ScatterBinder(String text, ScatterTemplate template) {

    boolean dependsOnParameters() {
        HavingTemplate having = template.having();
        return (having != null && having.dependsOnParameters())
                || template.limit().rows() instanceof Limit.Amount.Parameter
                || template.limit().skipped() instanceof Limit.Amount.Parameter;
    }

    /** The same for another text. */
    ScatterBinder at(TokenShift shift) {
        return new ScatterBinder(shift.text(), template.at(shift));
    }

    /** @param shards two or more, in the topology's order */
    PhysicalPlan bind(List<PhysicalShardId> shards, Verdict verdict, RouteReason reason, ParameterValues parameters) {
        OptionalLong rows = amount(template.limit().rows(), parameters);
        OptionalLong skipped = amount(template.limit().skipped(), parameters);
        if (rows.orElse(0) < 0 || skipped.orElse(0) < 0) {
            // PostgreSQL's own error, from wherever
            return new PhysicalPlan.SingleShard(verdict, new ShardQuery(shards.getFirst(), text, null, reason));
        }
        List<ShardQuery> branches = new ArrayList<>();
        for (PhysicalShardId shard : shards) {
            branches.add(new ShardQuery(
                    shard, template.branch().sql(), template.branch().parameters(), reason));
        }
        return new PhysicalPlan.Scatter(verdict, branches, merge(rows, skipped, parameters));
    }

    private RowMerge merge(OptionalLong rows, OptionalLong skipped, ParameterValues parameters) {
        List<MergeStep> steps = new ArrayList<>(template.steps());
        HavingTemplate having = template.having();
        if (having != null) {
            steps.add(new MergeStep.Having(having.bind(number -> ParameterNumbers.text(number, parameters))));
        }
        if (!template.sort().isEmpty()) {
            steps.add(new MergeStep.Sort(template.sort()));
        }
        if (rows.isPresent() || skipped.orElse(0) > 0) {
            steps.add(new MergeStep.LimitOffset(
                    rows.orElse(-1),
                    skipped.orElse(0),
                    rows.isPresent() ? template.limit().ties() : List.of()));
        }
        return new RowMerge(template.hidden(), steps, template.tag());
    }

    private static OptionalLong amount(Limit.Amount amount, ParameterValues parameters) {
        return switch (amount) {
            case Limit.Amount.Absent() -> OptionalLong.empty();
            case Limit.Amount.Constant(long value) -> OptionalLong.of(value);
            case Limit.Amount.Parameter(int number) -> ParameterNumbers.rows(number, parameters);
        };
    }
}
