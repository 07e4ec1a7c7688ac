package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import dev.colonnade.planner.logical.Databases;
import dev.colonnade.planner.motion.GatherTables;
import dev.colonnade.planner.motion.Gathering;
import dev.colonnade.planner.physical.RoutedPlan.Spread;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.rule.FinishGroups;
import dev.colonnade.planner.rule.SelectRewrite;
import dev.colonnade.planner.shape.AstNodes;
import dev.colonnade.planner.shape.FunctionUse;
import dev.colonnade.planner.shape.QueryShape;
import dev.colonnade.planner.shape.StatementShape;
import dev.colonnade.planner.shape.World;
import dev.colonnade.planner.sql.SqlTokens;
import dev.colonnade.topology.PhysicalShardId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans statements with rows: SELECT and what changes data. */
public final class StatementPlanner {
    /** What can't be merged for these reasons may be finished in one PostgreSQL. */
    private static final Set<RefusalCode> STAGEABLE = Set.of(
            RefusalCode.JOIN_NOT_COLOCATED,
            RefusalCode.SUBQUERY_NOT_COLOCATED,
            RefusalCode.OUTER_JOIN,
            RefusalCode.WINDOW,
            RefusalCode.AGGREGATE,
            RefusalCode.GROUPING,
            RefusalCode.HAVING,
            RefusalCode.DISTINCT,
            RefusalCode.ORDER,
            RefusalCode.LIMIT,
            RefusalCode.SET_OPERATION,
            RefusalCode.CTE,
            RefusalCode.MIXED_HOMES);

    private final World world;
    private final Databases databases;

    public StatementPlanner(World world) {
        this.world = world;
        this.databases =
                new Databases(List.copyOf(world.topology().physicalShards().keySet()));
    }

    /** @throws PlanningException where it is refused whatever its parameters */
    public StatementPlan plan(Statement statement, String text) {
        AstNodes nodes = AstNodes.of(statement);
        return plan(statement, text, nodes, StatementShape.of(statement, world, nodes));
    }

    /**
     * As {@link #plan(Statement, String)}.
     *
     * @param tokens of the text; null where the plan is to serve no other one
     */
    public PlannedText plan(Statement statement, String text, @Nullable SqlTokens tokens) {
        AstNodes nodes = AstNodes.of(statement);
        StatementShape shape = StatementShape.of(statement, world, nodes);
        StatementPlan plan = plan(statement, text, nodes, shape);
        return new PlannedText(
                plan, tokens == null ? null : Reuse.of(plan, tokens, nodes.literals(), shape.readings()));
    }

    /** @param reuse what the plan is good for beside this text; null where it isn't */
    public record PlannedText(StatementPlan plan, @Nullable Reuse reuse) {}

    private StatementPlan plan(Statement statement, String text, AstNodes nodes, StatementShape shape) {
        FunctionUse functions = FunctionUse.of(nodes, world.catalog());
        FunctionRules.checkAnywhere(functions, world, shape, text);
        PhysicalShardId home = home(shape);
        StatementHead head = new StatementHead(
                text,
                writes(statement, nodes, functions),
                command(statement),
                home == null ? world.topology().catalogHome() : home);
        ReferenceWrites.checkCommonTableExpressions(nodes, world);
        Planning planning = new Planning(world, databases, text, nodes, functions, shape, head, home);
        return switch (statement) {
            case Statement.Select select -> select(planning);
            case Statement.Insert insert -> new InsertPlanner(planning, insert).plan();
            case Statement.Update update -> new ChangePlanner(planning).update(update);
            case Statement.Delete delete -> new ChangePlanner(planning).delete(delete);
            case Statement.Merge merge -> new ChangePlanner(planning).merge(merge);
            default -> throw new IllegalArgumentException("statement: " + statement + " (expected: one with rows)");
        };
    }

    private StatementPlan select(Planning planning) {
        checkInto(planning);
        StatementShape shape = planning.shape();
        if (shape.requirements().isEmpty()) {
            return withoutShardedTables(planning);
        }
        return planning.routed(spread(planning));
    }

    /** The new table would be on one database, without the others or the catalogue knowing. */
    private void checkInto(Planning planning) {
        PhysicalShardId catalogHome = world.topology().catalogHome();
        boolean atHome = planning.shape().requirements().isEmpty()
                && planning.head().describeAt().equals(catalogHome);
        boolean into = planning.nodes().queries().stream()
                .anyMatch(query -> query.body() instanceof Query.Select select && select.into());
        if (into && !atHome) {
            throw Refusals.refuse(
                    RefusalCode.SCHEMA_CHANGE,
                    "cannot create a table with SELECT INTO from rows of other databases",
                    "The new table would be on the database of the rows, not on the catalogue home.",
                    "Create the table first, then insert the rows.");
        }
    }

    /** Reads of unsharded and reference tables, of the catalogue, of nothing. */
    static StatementPlan withoutShardedTables(Planning planning) {
        StatementShape shape = planning.shape();
        StatementHead head = planning.head();
        if (!shape.unknown().isEmpty()) {
            return FixedPlan.at(head, Verdict.HOME, RouteReason.UNKNOWN_TABLE);
        }
        if (!shape.unsharded().isEmpty()) {
            return FixedPlan.at(head, Verdict.HOME, RouteReason.UNSHARDED_TABLE);
        }
        if (shape.catalogue()) {
            return FixedPlan.at(head, Verdict.HOME, RouteReason.CATALOGUE);
        }
        return shape.references().isEmpty()
                ? FixedPlan.at(head, Verdict.ANY, RouteReason.NO_TABLE)
                : FixedPlan.at(head, Verdict.ANY, RouteReason.REFERENCE_TABLE);
    }

    private Spread spread(Planning planning) {
        try {
            FunctionRules.checkScatter(planning.functions());
            ScatterRules.check(planning.nodes());
            planning.nodes().statements().stream().findFirst().ifPresent(statement -> {
                if (statement instanceof Statement.Select select) {
                    ClockRules.check(select.query());
                }
            });
            if (planning.shape().query() == null) {
                throw new IllegalStateException("SELECT without a query");
            }
            return merged(planning, planning.shape().query());
        } catch (PlanningException refused) {
            return new Spread.Refused(refused.refusal());
        }
    }

    /** Merged as a stream where that is right, else finished in one PostgreSQL where that is. */
    private Spread merged(Planning planning, QueryShape query) {
        Collation collation = world.catalog().defaultCollation();
        try {
            SelectRewrite rewrite = new SelectRewrite(planning.text(), planning.nodes(), collation);
            return new Spread.Scattered(new ScatterBinder(planning.text(), rewrite.rewrite(query)));
        } catch (PlanningException unmergeable) {
            if (planning.head().writes()
                    || !STAGEABLE.contains(unmergeable.refusal().code())) {
                throw unmergeable;
            }
            return staged(planning, query, collation).orElseThrow(() -> unmergeable);
        }
    }

    /** What is moved and how it is finished depends on the literals of the select list and of all that stands behind WHERE. */
    private static Optional<Spread> staged(Planning planning, QueryShape query, Collation collation) {
        AstNodes.around(query.query()).literals().forEach(Expr.Literal::value);
        try {
            Optional<Spread> groups = FinishGroups.of(planning.text(), query, collation)
                    .map(template -> new Spread.Staged(new StagedBinder.Alike(template)));
            return groups.isPresent() ? groups : gathered(planning, query);
        } catch (PlanningException notGroups) {
            return gathered(planning, query);
        }
    }

    private static Optional<Spread> gathered(Planning planning, QueryShape query) {
        try {
            Gathering gathering = GatherTables.of(planning.text(), query.query(), planning.world());
            return Optional.of(
                    new Spread.Staged(new GatheredBinder(planning.databases(), gathering, planning.shape())));
        } catch (PlanningException notMovable) {
            return Optional.empty();
        }
    }

    /** The one database that has the tables which are nowhere else; null where there are none. */
    private @Nullable PhysicalShardId home(StatementShape shape) {
        if (!shape.unknown().isEmpty()
                && !shape.requirements().isEmpty()
                && world.catalog().version() > 0) {
            throw Refusals.refuse(
                    RefusalCode.UNKNOWN_TABLE,
                    "relation \"" + shape.unknown().iterator().next().name() + "\" does not exist",
                    "Neither the topology nor the schema catalogue has it.",
                    "");
        }
        Iterator<PhysicalShardId> homes = shape.homes().iterator();
        if (!homes.hasNext()) {
            return null;
        }
        PhysicalShardId home = homes.next();
        if (homes.hasNext()) {
            PhysicalShardId other = homes.next();
            throw Refusals.refuse(
                    RefusalCode.MIXED_HOMES,
                    "cannot use tables of the databases " + home + " and " + other + " in one statement",
                    "One of the tables is only on " + home + ", another one only on " + other + ".",
                    "Make one of them a reference table, or use two statements.");
        }
        return home;
    }

    private static boolean writes(Statement statement, AstNodes nodes, FunctionUse functions) {
        return functions.mayWrite()
                || nodes.statements().stream().anyMatch(s -> !(s instanceof Statement.Select))
                || nodes.queries().stream().anyMatch(query -> !query.locks().isEmpty())
                || !(statement instanceof Statement.Select);
    }

    private static String command(Statement statement) {
        return switch (statement) {
            case Statement.Select s -> "SELECT";
            case Statement.Insert i -> "INSERT";
            case Statement.Update u -> "UPDATE";
            case Statement.Delete d -> "DELETE";
            case Statement.Merge m -> "MERGE";
            default -> "";
        };
    }
}
