package dev.colonnade.planner.physical;

import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.topology.PhysicalShardId;
import java.util.List;

/** A statement that goes the same way whatever its parameters. */
record FixedPlan(StatementHead head, PhysicalPlan plan) implements Reusable {

    /** The statement as it is, at the database where it is described. */
    static FixedPlan at(StatementHead head, Verdict verdict, RouteReason reason) {
        ShardQuery query = new ShardQuery(head.describeAt(), head.text(), null, reason);
        return new FixedPlan(head, new PhysicalPlan.SingleShard(verdict, query));
    }

    @Override
    public StatementPlan at(Sibling other) {
        return new FixedPlan(
                other.head(head),
                switch (plan) {
                    case PhysicalPlan.SingleShard(Verdict verdict, ShardQuery query) ->
                        new PhysicalPlan.SingleShard(verdict, at(query, other));
                    case PhysicalPlan.Scatter(Verdict verdict, List<ShardQuery> branches, RowMerge merge) ->
                        new PhysicalPlan.Scatter(
                                verdict,
                                branches.stream()
                                        .map(branch -> at(branch, other))
                                        .toList(),
                                merge);
                    case PhysicalPlan.Staged staged -> throw new UnsharedException();
                });
    }

    private ShardQuery at(ShardQuery query, Sibling other) {
        if (!query.sql().equals(head.text())) {
            throw new IllegalStateException("a fixed plan with an edited text: " + query.sql());
        }
        return new ShardQuery(query.shard(), other.text(), query.parameters(), query.reason());
    }

    @Override
    public int bytes() {
        return 200
                + (plan instanceof PhysicalPlan.Scatter scatter
                        ? 40 * scatter.branches().size()
                        : 0);
    }

    @Override
    public String text() {
        return head.text();
    }

    @Override
    public boolean writes() {
        return head.writes();
    }

    @Override
    public String command() {
        return head.command();
    }

    @Override
    public PhysicalShardId describeAt() {
        return head.describeAt();
    }

    @Override
    public PhysicalPlan bind(ParameterValues parameters) {
        return plan;
    }
}
