package dev.colonnade.planner.physical;

import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.topology.PhysicalShardId;

/** A statement that goes the same way whatever its parameters. */
record FixedPlan(StatementHead head, PhysicalPlan plan) implements StatementPlan {

    /** The statement as it is, at the database where it is described. */
    static FixedPlan at(StatementHead head, Verdict verdict, RouteReason reason) {
        ShardQuery query = new ShardQuery(head.describeAt(), head.text(), null, reason);
        return new FixedPlan(head, new PhysicalPlan.SingleShard(verdict, query));
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
