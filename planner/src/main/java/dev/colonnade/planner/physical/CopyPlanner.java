package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Relation;
import dev.colonnade.planner.shape.Relations;
import dev.colonnade.planner.shape.World;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.StatementParser;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Plans COPY. */
public final class CopyPlanner {
    private final World world;
    private final Relations relations;

    public CopyPlanner(World world) {
        this.world = world;
        this.relations = new Relations(world);
    }

    /** Where the rows of COPY FROM STDIN go; components as in {@code Planned.CopyIn}. */
    public record Target(
            TableName table,
            TablePlacement placement,
            List<String> columns,
            List<Integer> keyPositions,
            List<PhysicalShardId> holders) {
        public Target {
            columns = List.copyOf(columns);
            keyPositions = List.copyOf(keyPositions);
            holders = List.copyOf(holders);
        }
    }

    /** COPY from or to a file of the server. */
    public StatementPlan file(String text) {
        if (!world.topology().unshardedOnly()) {
            throw Refusals.refuse(
                    RefusalCode.STATEMENT_KIND,
                    "cannot copy from or to a file of the server",
                    "Each database is on a server of its own, with files of its own.",
                    "Use COPY ... FROM STDIN or TO STDOUT.");
        }
        return new VerbatimPlanner(world).atHome(text, true);
    }

    /** @throws dev.colonnade.planner.plan.PlanningException where a row's database couldn't be told */
    public Target in(Statement.Copy copy) {
        if (copy.table() == null) {
            throw new IllegalArgumentException("COPY FROM: no table (expected: one)");
        }
        Relation relation = relations.resolve(copy.table());
        List<PhysicalShardId> all =
                List.copyOf(world.topology().physicalShards().keySet());
        List<String> columns = columns(copy, relation);
        return switch (relation) {
            case Relation.Sharded table -> {
                List<PhysicalShardId> homes =
                        table.placement().colo().placement().homes();
                yield new Target(
                        table.name(),
                        table.placement(),
                        columns,
                        keyPositions(table, columns),
                        all.stream().filter(homes::contains).toList());
            }
            case Relation.Reference table -> {
                ReferenceDefaults.check(table, columns);
                yield new Target(table.name(), new TablePlacement.Reference(), columns, List.of(), all);
            }
            default -> {
                PhysicalShardId home = home(relation);
                yield new Target(
                        relation.name(), new TablePlacement.Unsharded(home), columns, List.of(), List.of(home));
            }
        };
    }

    private static List<String> columns(Statement.Copy copy, Relation relation) {
        if (!copy.columns().isEmpty()) {
            return copy.columns();
        }
        RelationInfo info = info(relation);
        return info == null
                ? List.of()
                : info.columns().stream()
                        .filter(column -> !column.generated())
                        .map(ColumnInfo::name)
                        .toList();
    }

    private static @Nullable RelationInfo info(Relation relation) {
        return switch (relation) {
            case Relation.Sharded table -> table.info();
            case Relation.Reference table -> table.info();
            case Relation.Unsharded table -> table.info();
            default -> null;
        };
    }

    private static List<Integer> keyPositions(Relation.Sharded table, List<String> columns) {
        List<Integer> positions = new ArrayList<>();
        for (String key : table.placement().keyColumns()) {
            int position = columns.indexOf(key);
            if (position < 0) {
                throw Refusals.refuse(
                        RefusalCode.INSERT_WITHOUT_KEY,
                        "no value for column \"" + key + "\" of \""
                                + table.name().name() + "\"",
                        "The column is the shard key of " + table.name() + ": it says on which database a row is.",
                        "Name the columns in COPY, " + key + " among them.");
            }
            positions.add(position);
        }
        return positions;
    }

    private PhysicalShardId home(Relation relation) {
        return switch (relation) {
            case Relation.Unsharded table -> table.home();
            case Relation.ShardedView view ->
                throw Refusals.refuse(
                        RefusalCode.VIEW,
                        "cannot copy view " + view.name().name(),
                        "It reads the sharded table " + view.over() + ".",
                        "Copy the view's query.");
            case Relation.OpaqueView view ->
                throw Refusals.refuse(
                        RefusalCode.VIEW,
                        "cannot copy view " + view.name().name(),
                        "It calls a function that is not built in, which may read sharded tables.",
                        "Copy the view's query.");
            default -> world.topology().catalogHome();
        };
    }

    /** What each database is asked for COPY TO STDOUT. */
    public List<ShardQuery> out(Statement.Copy copy, String text) {
        if (copy.query() != null) {
            return query(copy.query(), text);
        }
        if (copy.table() == null) {
            throw new IllegalArgumentException("COPY TO: neither table nor query (expected: one of them)");
        }
        Relation relation = relations.resolve(copy.table());
        return switch (relation) {
            case Relation.Sharded table -> {
                List<PhysicalShardId> homes =
                        table.placement().colo().placement().homes();
                yield world.topology().physicalShards().keySet().stream()
                        .filter(homes::contains)
                        .map(shard -> new ShardQuery(shard, text, null, RouteReason.NO_KEY_IN_PREDICATE))
                        .toList();
            }
            case Relation.Reference table ->
                List.of(new ShardQuery(world.topology().catalogHome(), text, null, RouteReason.REFERENCE_TABLE));
            default -> List.of(new ShardQuery(home(relation), text, null, RouteReason.UNSHARDED_TABLE));
        };
    }

    private List<ShardQuery> query(Span span, String text) {
        String inner = span.of(text);
        PhysicalPlan plan = plan(inner, text).bind(ParameterValues.NONE);
        return switch (plan) {
            case PhysicalPlan.SingleShard(var verdict, ShardQuery query) ->
                List.of(new ShardQuery(query.shard(), text, null, query.reason()));
            case PhysicalPlan.Scatter scatter -> {
                boolean plain = scatter.merge().hidden() == 0
                        && scatter.merge().steps().stream().allMatch(MergeStep.Concat.class::isInstance);
                if (!plain) {
                    throw needsMerge(span);
                }
                yield scatter.branches().stream()
                        .map(branch -> new ShardQuery(
                                branch.shard(),
                                text.substring(0, span.start()) + branch.sql() + text.substring(span.end()),
                                null,
                                branch.reason()))
                        .toList();
            }
            case PhysicalPlan.Staged staged -> throw needsMerge(span);
        };
    }

    private static PlanningException needsMerge(Span span) {
        return Refusals.refuse(
                span,
                RefusalCode.STATEMENT_KIND,
                "cannot copy the merged rows of several databases",
                "COPY only puts the databases' rows one after the other; this query needs a merge (ORDER BY, LIMIT, aggregates).",
                "Run the query itself, or give a value for the shard key.");
    }

    private StatementPlan plan(String inner, String text) {
        VerbatimPlanner verbatim = new VerbatimPlanner(world);
        return switch (StatementParser.parse(inner)) {
            case ParseOutcome.Parsed(Statement.Select select) ->
                world.topology().unshardedOnly()
                        ? verbatim.atHome(select, inner)
                        : new StatementPlanner(world).plan(select, inner);
            case ParseOutcome.Parsed(Statement other)
            when world.topology().unshardedOnly() -> verbatim.atHome(other, inner);
            case ParseOutcome.Parsed(Statement other) ->
                throw Refusals.refuse(
                        RefusalCode.STATEMENT_KIND,
                        "cannot copy the rows of "
                                + VerbatimPlanner.command(inner).toLowerCase(Locale.ROOT),
                        "Only queries are copied.",
                        "Run the statement with RETURNING instead.");
            case ParseOutcome.Failed failed -> verbatim.unparsed(failed, text);
        };
    }
}
