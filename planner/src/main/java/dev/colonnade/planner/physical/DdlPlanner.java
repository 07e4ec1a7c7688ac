package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.AstNodes;
import dev.colonnade.planner.shape.Relation;
import dev.colonnade.planner.shape.Relations;
import dev.colonnade.planner.shape.StatementShape;
import dev.colonnade.planner.shape.World;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.StatementParser;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which databases a schema change runs on: sharded and reference tables, types, schemas and functions are on all; the rest is on one.
 */
public final class DdlPlanner {
    private final World world;
    private final Relations relations;
    private final List<PhysicalShardId> all;
    private final List<PhysicalShardId> home;

    public DdlPlanner(World world) {
        this.world = world;
        this.relations = new Relations(world);
        this.all = List.copyOf(world.topology().physicalShards().keySet());
        this.home = List.of(world.topology().catalogHome());
    }

    /** @throws dev.colonnade.planner.plan.PlanningException where the databases would no longer be alike */
    public List<PhysicalShardId> holders(Statement.Ddl ddl, String text) {
        if (world.topology().unshardedOnly()) {
            return home;
        }
        if (ddl.temporary()) {
            throw Refusals.refuse(
                    RefusalCode.SESSION_STATE,
                    "cannot create temporary objects",
                    "They live in one server session, and statements of one client may run in several.",
                    "Create an ordinary or an UNLOGGED table.");
        }
        return switch (ddl.objectKind()) {
            case "table", "foreign table" -> table(ddl, text);
            case "index", "trigger", "policy", "rule", "statistics" ->
                ddl.relations().isEmpty() ? all : ofRelations(ddl);
            case "view", "materialized view", "sequence" -> home;
            case "role", "user", "group" -> onePerServer();
            case "database", "tablespace", "subscription", "publication", "system" -> home;
            default -> ddl.relations().isEmpty() ? all : ofRelations(ddl);
        };
    }

    private List<PhysicalShardId> table(Statement.Ddl ddl, String text) {
        if (ddl.verb().equals("create")) {
            return create(ddl, text);
        }
        if (ddl.relations().isEmpty()) {
            return all;
        }
        if (ddl.verb().equals("alter")) {
            alter(ddl);
        }
        return ofRelations(ddl);
    }

    private List<PhysicalShardId> create(Statement.Ddl ddl, String text) {
        TableName name = created(ddl.relations().getFirst());
        TablePlacement placement = placement(name, ddl);
        checkParent(ddl, name);
        if (ddl.body() != null) {
            checkSource(ddl, name, placement, text);
        }
        TableRules rules = new TableRules(relations, name, placement);
        rules.checkColumns(ddl.columns(), ddl.body() == null);
        rules.checkKeys(ddl.keys());
        rules.checkReferences(ddl.references());
        return holders(placement);
    }

    private TableName created(List<String> parts) {
        return parts.size() > 1
                ? new TableName(parts.get(parts.size() - 2), parts.getLast())
                : new TableName(relations.defaultSchema(), parts.getFirst());
    }

    /** Declared, or by the first rule whose columns it has, or at home. */
    private TablePlacement placement(TableName name, Statement.Ddl ddl) {
        Optional<TablePlacement> declared = world.topology().placementOf(name);
        if (declared.isPresent()) {
            return declared.get();
        }
        List<String> columns =
                ddl.columns().stream().map(Statement.ColumnDefinition::name).toList();
        return world.topology().rules().stream()
                .filter(rule -> columns.containsAll(rule.columns()))
                .findFirst()
                .<TablePlacement>map(rule -> new TablePlacement.Sharded(
                        Objects.requireNonNull(world.topology().colos().get(rule.colo())), rule.columns()))
                .orElseGet(() -> new TablePlacement.Unsharded(world.topology().catalogHome()));
    }

    private void checkParent(Statement.Ddl ddl, TableName name) {
        if (!ddl.partitionOf().isEmpty()
                && !(relations.resolve(ddl.partitionOf()) instanceof Relation.Unsharded)
                && !(relations.resolve(ddl.partitionOf()) instanceof Relation.Unknown)) {
            throw Refusals.refuse(
                    RefusalCode.SCHEMA_CHANGE,
                    "cannot create \"" + name.name() + "\" as a partition or a child of a sharded or reference table",
                    "Its rows would be the parent's, but the topology doesn't know the table.",
                    "Create a table of its own.");
        }
    }

    private void checkSource(Statement.Ddl ddl, TableName name, TablePlacement placement, String text) {
        boolean local = placement instanceof TablePlacement.Unsharded(PhysicalShardId at)
                && ddl.body() != null
                && StatementParser.parse(ddl.body().of(text)) instanceof ParseOutcome.Parsed(Statement.Select select)
                && isLocal(StatementShape.of(select, world, AstNodes.of(select)), at);
        if (!local) {
            throw Refusals.refuse(
                    RefusalCode.SCHEMA_CHANGE,
                    "cannot create \"" + name.name() + "\" from a query over tables of other databases",
                    "CREATE TABLE AS runs on one database, and the query reads or the table belongs to several.",
                    "Create the table with its columns, then insert the rows.");
        }
    }

    private static boolean isLocal(StatementShape query, PhysicalShardId at) {
        return query.requirements().isEmpty() && query.homes().stream().allMatch(at::equals);
    }

    private void alter(Statement.Ddl ddl) {
        for (List<String> parts : ddl.relations()) {
            Relation relation = relations.resolve(parts);
            TablePlacement placement = switch (relation) {
                case Relation.Sharded table -> table.placement();
                case Relation.Reference table -> new TablePlacement.Reference();
                default -> new TablePlacement.Unsharded(world.topology().catalogHome());
            };
            TableRules rules = new TableRules(relations, relation.name(), placement);
            rules.checkColumns(ddl.columns(), false);
            rules.checkKeys(ddl.keys());
            rules.checkReferences(ddl.references());
        }
    }

    private List<PhysicalShardId> ofRelations(Statement.Ddl ddl) {
        List<List<PhysicalShardId>> holders = new ArrayList<>();
        for (List<String> parts : ddl.relations()) {
            Relation relation = relations.resolve(parts);
            if (relation instanceof Relation.Sharded table) {
                new TableRules(relations, table.name(), table.placement()).checkKeys(ddl.keys());
            }
            holders.add(
                    switch (relation) {
                        case Relation.Sharded table -> all;
                        case Relation.Reference table -> all;
                        case Relation.Unsharded table -> List.of(table.home());
                        default -> home;
                    });
        }
        if (holders.stream().distinct().count() > 1) {
            throw Refusals.refuse(
                    RefusalCode.SCHEMA_CHANGE,
                    "cannot " + ddl.verb() + " tables of different databases in one statement",
                    "Some of them are on all databases, others on one.",
                    "Use one statement per table.");
        }
        if (ddl.verb().equals("lock") && holders.getFirst().size() > 1) {
            throw Refusals.refuse(
                    RefusalCode.LOCKING,
                    "cannot lock a table on several databases",
                    "Two clients that lock them in different orders would wait for each other forever.",
                    "Lock a row with SELECT ... FOR UPDATE and a value for the shard key.");
        }
        return holders.getFirst();
    }

    private List<PhysicalShardId> holders(TablePlacement placement) {
        return switch (placement) {
            case TablePlacement.Sharded s -> all;
            case TablePlacement.Reference r -> all;
            case TablePlacement.Unsharded(PhysicalShardId at) -> List.of(at);
        };
    }

    /** Roles belong to a server, which may have several of the databases. */
    private List<PhysicalShardId> onePerServer() {
        Map<String, PhysicalShardId> servers = new LinkedHashMap<>();
        for (PhysicalShard shard : world.topology().physicalShards().values()) {
            servers.putIfAbsent(shard.host().toLowerCase(Locale.ROOT) + ":" + shard.port(), shard.id());
        }
        return List.copyOf(servers.values());
    }
}
