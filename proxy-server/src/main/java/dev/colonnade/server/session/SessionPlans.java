package dev.colonnade.server.session;

import dev.colonnade.planner.Planned;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Topology;

/** What the planner leaves to the session and some database can answer after all: SHOW, EXPLAIN of a statement for one shard. */
final class SessionPlans {
    private SessionPlans() {}

    /** A SELECT that counts as a write only locks rows, or calls a function that may write or not. */
    static boolean surelyWrites(StatementPlan plan) {
        return !plan.command().equals("SELECT");
    }

    static Planned adapt(ClientSession session, Planned planned, String text) {
        if (planned instanceof Planned.CopyIn copy && copy.holders().size() == 1) {
            return at(copy.holders().getFirst(), text, "COPY", true);
        }
        if (planned instanceof Planned.CopyOut copy && copy.branches().size() == 1) {
            return at(
                    copy.branches().getFirst().shard(),
                    copy.branches().getFirst().sql(),
                    "COPY",
                    false);
        }
        if (!(planned instanceof Planned.ForSession own)) {
            return planned;
        }
        Topology topology = session.topology();
        return switch (own.statement()) {
            case Statement.Show show -> at(topology.catalogHome(), text, "SHOW", false);
            case Statement.Explain explain
            when !explain.options().containsKey("shards") -> explain(session, explain, text);
            case Statement.Other other when topology.unshardedOnly() -> at(topology.catalogHome(), text, "", true);
            case Statement.Prepare prepare
            when topology.unshardedOnly() -> at(topology.catalogHome(), text, "PREPARE", true);
            case Statement.Execute execute
            when topology.unshardedOnly() -> at(topology.catalogHome(), text, "EXECUTE", true);
            default -> planned;
        };
    }

    private static Planned explain(ClientSession session, Statement.Explain explain, String text) {
        String body = explain.body().of(text);
        Planned inner = session.planning.plan(body, session.planning.context());
        if (inner instanceof Planned.Routed(StatementPlan plan)
                && plan.bind(ParameterValues.NONE) instanceof PhysicalPlan.SingleShard single) {
            return at(
                    single.query().shard(),
                    text,
                    "EXPLAIN",
                    plan.writes() && explain.options().containsKey("analyze"));
        }
        throw new StatementException(ErrorResponses.explainOverShards());
    }

    private static Planned at(PhysicalShardId shard, String text, String command, boolean writes) {
        return new Planned.Routed(new AsWritten(shard, text, command, writes));
    }

    /** The client's text at one database. */
    private record AsWritten(PhysicalShardId describeAt, String text, String command, boolean writes)
            implements StatementPlan {
        @Override
        public PhysicalPlan bind(ParameterValues parameters) {
            return new PhysicalPlan.SingleShard(
                    Verdict.HOME, new ShardQuery(describeAt, text, null, RouteReason.CATALOGUE));
        }
    }
}
