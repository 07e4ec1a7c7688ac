package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationKind;
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
        ddl.names()
                .forEach(name -> Relations.checkSchema(
                        ddl.objectKind().equals("schema")
                                ? name.getLast()
                                : name.size() > 1 ? name.get(name.size() - 2) : ""));
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
        if (ddl.body() != null) {
            checkSource(ddl, name, placement, text);
        }
        TableRules rules = new TableRules(relations, name, placement);
        rules.checkColumns(columns(ddl), ddl.body() == null && ddl.partitionOf().isEmpty());
        rules.checkKeys(ddl.keys());
        rules.checkReferences(ddl.references());
        return holders(placement);
    }

    /** Its own, and those of tables that it is made like. */
    private List<Statement.ColumnDefinition> columns(Statement.Ddl ddl) {
        List<Statement.ColumnDefinition> columns = new ArrayList<>(ddl.columns());
        for (List<String> like : ddl.likes()) {
            RelationInfo info = Relations.infoOf(relations.resolve(like));
            if (info != null) {
                info.columns()
                        .forEach(column -> columns.add(
                                new Statement.ColumnDefinition(column.name(), column.type(), column.sequenced())));
            }
        }
        return columns;
    }

    private TableName created(List<String> parts) {
        return parts.size() > 1
                ? new TableName(parts.get(parts.size() - 2), parts.getLast())
                : new TableName(relations.defaultSchema(), parts.getFirst());
    }

    /** Declared, or with its parent, or by the first rule whose columns it has, or at home. */
    private TablePlacement placement(TableName name, Statement.Ddl ddl) {
        Optional<TablePlacement> declared = world.topology().placementOf(name);
        if (declared.isPresent()) {
            return declared.get();
        }
        if (!ddl.partitionOf().isEmpty()) {
            return world.placementOrHome(relations.nameOf(ddl.partitionOf()));
        }
        return world.byRule(columns(ddl).stream()
                        .map(Statement.ColumnDefinition::name)
                        .toList())
                .orElseGet(() -> new TablePlacement.Unsharded(world.topology().catalogHome()));
    }

    /** Whether a new table is sharded because of its columns, which plans know of only once it is committed. */
    public boolean placedByItsColumns(Statement.Ddl ddl) {
        return ddl.verb().equals("create")
                && (ddl.objectKind().equals("table") || ddl.objectKind().equals("foreign table"))
                && !world.topology().unshardedOnly()
                && world.topology()
                        .placementOf(created(ddl.relations().getFirst()))
                        .isEmpty()
                && !(placement(created(ddl.relations().getFirst()), ddl) instanceof TablePlacement.Unsharded);
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
                case Relation.Unsharded table -> new TablePlacement.Unsharded(table.home());
                default -> new TablePlacement.Unsharded(world.topology().catalogHome());
            };
            checkStays(ddl, relation, placement);
            TableRules rules = new TableRules(relations, relation.name(), placement);
            rules.checkColumns(ddl.columns(), false);
            rules.checkChanged(ddl.changed());
            rules.checkKeys(ddl.keys());
            rules.checkReferences(ddl.references());
        }
    }

    /** A new name, a new column or a new parent must not make it a table of other databases: its rows would stay where they are. */
    private void checkStays(Statement.Ddl ddl, Relation relation, TablePlacement placement) {
        TableName name = relation.name();
        TableName renamed = ddl.newName().isEmpty()
                ? name
                : ddl.newName().size() > 1
                        ? new TableName(ddl.newName().getFirst(), name.name())
                        : new TableName(name.schema(), ddl.newName().getFirst());
        RelationInfo info = Relations.infoOf(relation);
        if (info == null || info.kind() != RelationKind.TABLE) {
            return;
        }
        boolean child = !info.dependsOn().isEmpty()
                && world.topology().placementOf(name).isEmpty()
                && ddl.relations().size() == 1;
        List<String> columns = new ArrayList<>();
        info.columns().forEach(column -> columns.add(column.name()));
        ddl.columns().forEach(column -> columns.add(column.name()));
        TablePlacement then = world.topology()
                .placementOf(renamed)
                .or(() -> child ? Optional.of(placement) : world.byRule(columns))
                .orElseGet(() -> new TablePlacement.Unsharded(world.topology().catalogHome()));
        List<String> parent = ddl.relations().size() > 1 ? ddl.relations().getFirst() : ddl.partitionOf();
        if (!parent.isEmpty()) {
            TablePlacement ofParent = world.placementOrHome(relations.nameOf(parent));
            then = then.equals(placement) ? ofParent : then;
        }
        if (!then.equals(placement)) {
            throw Refusals.refuse(
                    RefusalCode.SCHEMA_CHANGE,
                    "\"" + name.name() + "\" would belong to other databases",
                    "By its new name, columns or parent the table would be placed otherwise, and its rows would stay where they are.",
                    "Create a table of its own and insert the rows there.");
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
