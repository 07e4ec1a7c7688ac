package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.TagMerge;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.AstNodes;
import dev.colonnade.planner.shape.Distribution;
import dev.colonnade.planner.shape.DmlShape;
import dev.colonnade.planner.shape.Relation;
import dev.colonnade.planner.shape.Relations;
import dev.colonnade.planner.shape.World;
import java.util.List;
import java.util.Set;

/** Writes of reference tables: the same statement on every database, if it does the same on each; counted once. */
final class ReferenceWrites {
    private static final Set<String> CLOCK = Set.of(
            "now",
            "current_timestamp",
            "current_date",
            "current_time",
            "localtime",
            "localtimestamp",
            "transaction_timestamp",
            "statement_timestamp");

    private ReferenceWrites() {}

    static StatementPlan plan(Planning planning, DmlShape dml) {
        checkSource(planning, dml);
        checkFunctions(planning);
        if (dml.target() instanceof Relation.Reference table
                && planning.nodes().exprs().stream().anyMatch(Expr.Default.class::isInstance)) {
            ReferenceDefaults.check(table, List.of());
        }
        ScatterRules.check(planning.nodes());
        StatementHead head = planning.head();
        List<ShardQuery> branches = planning.databases().shards().stream()
                .map(shard -> new ShardQuery(shard, head.text(), null, RouteReason.REFERENCE_WRITE))
                .toList();
        RowMerge merge = new RowMerge(0, List.of(new MergeStep.Concat()), TagMerge.FIRST);
        PhysicalPlan plan = branches.size() == 1
                ? new PhysicalPlan.SingleShard(Verdict.ALL, branches.getFirst())
                : new PhysicalPlan.Scatter(Verdict.ALL, branches, merge);
        return new FixedPlan(head, plan);
    }

    private static void checkSource(Planning planning, DmlShape dml) {
        if (planning.shape().requirements().isEmpty()
                && planning.home() == null
                && dml.source() instanceof Distribution.Everywhere) {
            return;
        }
        if (dml.source() instanceof Distribution.Unproven(Refusal why)) {
            throw new PlanningException(why);
        }
        throw Refusals.refuse(
                RefusalCode.MULTI_SHARD_WRITE,
                "cannot write reference table \"" + dml.target().name().name()
                        + "\" from rows that not every database has",
                "Each database changes its own copy, and must come to the same rows; a LIMIT, a sharded or an unsharded table makes them differ.",
                "Read the rows first, and pass them as constants or parameters.");
    }

    private static void checkFunctions(Planning planning) {
        FunctionRules.checkScatter(planning.functions());
        for (Expr expr : planning.nodes().exprs()) {
            if (expr instanceof Expr.Call call && CLOCK.contains(call.simpleName())) {
                throw differs(call, call.simpleName() + "() is another moment on each database.");
            }
        }
    }

    /** A data-modifying WITH query runs on one database only. */
    static void checkCommonTableExpressions(AstNodes nodes, World world) {
        Relations relations = new Relations(world);
        for (Statement statement :
                nodes.statements().subList(1, nodes.statements().size())) {
            List<String> target = switch (statement) {
                case Statement.Insert insert -> insert.table();
                case Statement.Update update -> update.target().name();
                case Statement.Delete delete -> delete.target().name();
                case Statement.Merge merge -> merge.target().name();
                default -> List.of();
            };
            if (!target.isEmpty() && relations.resolve(target) instanceof Relation.Reference table) {
                throw Refusals.refuse(
                        RefusalCode.CTE,
                        "cannot write reference table \"" + table.name().name() + "\" in a common table expression",
                        "Every database has a copy, and the statement runs on one.",
                        "Write it in a statement of its own.");
            }
        }
    }

    private static RuntimeException differs(Expr.Call call, String why) {
        return Refusals.refuse(
                call.span(),
                RefusalCode.VOLATILE,
                "cannot call " + call.simpleName() + "() in a write of a reference table",
                why,
                "Pass the value as a constant or a parameter.");
    }
}
