package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.key.KeyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is gathered while one statement is shaped. */
final class Shaping {
    /** A CTE is shaped once per reference, so nested references multiply; beyond this the statement is refused with 54001. */
    private static final int BLOCKS_MAX = 400;

    final World world;
    final Relations relations;
    final KeyGraph graph = new KeyGraph();
    final KeyReadings readings = new KeyReadings();
    final KeyTerms terms;
    final Conditions conditions;
    final List<Occurrence> occurrences = new ArrayList<>();
    final Set<PhysicalShardId> homes = new LinkedHashSet<>();
    final Set<TableName> unsharded = new LinkedHashSet<>();
    final Set<TableName> references = new LinkedHashSet<>();
    final Set<TableName> unknown = new LinkedHashSet<>();
    boolean catalogue;
    private int blocks;

    /** A sharded table in FROM or as a target, with its key's columns, and where it stands. */
    record Occurrence(Relation.Sharded table, List<Node> keys, Span place) {}

    Shaping(World world, AstNodes nodes) {
        this.world = world;
        relations = new Relations(world);
        terms = new KeyTerms(new ParameterUses(nodes), readings);
        conditions = new Conditions(graph, terms);
    }

    void countBlock() {
        if (++blocks > BLOCKS_MAX) {
            throw Refusals.refuse(
                    RefusalCode.TOO_COMPLEX,
                    "the statement has too many query blocks",
                    "More than " + BLOCKS_MAX + ", each reference to a common table expression counted.",
                    "Split the statement.");
        }
    }

    /** A table in FROM, or a target: one more occurrence of what it needs. */
    RangeItem occurrence(Relation relation, @Nullable String alias, Span place) {
        Map<String, Node> columns = columns(relation);
        RelationInfo info = Relations.infoOf(relation);
        String qualifier = alias == null ? relation.name().name() : alias;
        return new RangeItem(
                qualifier, relation.name(), alias != null, columns, info != null, spread(relation, columns, place));
    }

    private Map<String, Node> columns(Relation relation) {
        Map<String, Node> columns = new LinkedHashMap<>();
        Map<String, KeyType> keys = new LinkedHashMap<>();
        if (relation instanceof Relation.Sharded sharded) {
            TablePlacement.Sharded placement = sharded.placement();
            for (int i = 0; i < placement.keyColumns().size(); i++) {
                keys.put(
                        placement.keyColumns().get(i),
                        placement.colo().keyTypes().get(i));
            }
        }
        RelationInfo info = Relations.infoOf(relation);
        if (info != null) {
            for (ColumnInfo column : info.columns()) {
                KeyType type = keys.getOrDefault(
                        column.name(), KeyType.ofTypeName(column.type()).orElse(null));
                columns.put(column.name(), new Node(column.name(), type, Node.ValueType.of(column)));
            }
        }
        keys.forEach((name, type) -> columns.computeIfAbsent(name, n -> new Node(n, type, Node.ValueType.ofKey(type))));
        return columns;
    }

    private Distribution spread(Relation relation, Map<String, Node> columns, Span place) {
        return switch (relation) {
            case Relation.Sharded sharded -> {
                List<Node> keys = new ArrayList<>();
                for (String key : sharded.placement().keyColumns()) {
                    Node node = columns.get(key);
                    if (node == null) {
                        throw new IllegalStateException("no node for key column " + key + " of " + sharded.name());
                    }
                    keys.add(node);
                }
                occurrences.add(new Occurrence(sharded, keys, place));
                List<Set<Node>> carriers = keys.stream().map(Set::of).toList();
                yield new Distribution.Partitioned(
                        sharded.placement().colo(), carriers, carriers, List.of(sharded.name()));
            }
            case Relation.Reference reference -> {
                references.add(reference.name());
                yield new Distribution.Everywhere();
            }
            case Relation.Unsharded table -> {
                homes.add(table.home());
                unsharded.add(table.name());
                yield new Distribution.OnOne(table.home());
            }
            case Relation.Catalogue c -> {
                catalogue = true;
                homes.add(world.topology().catalogHome());
                yield new Distribution.OnOne(world.topology().catalogHome());
            }
            case Relation.ShardedView view ->
                throw Refusals.refuse(
                        RefusalCode.VIEW,
                        "cannot use view " + view.name().name(),
                        "It reads the sharded table " + view.over() + ", and the view's query can't stand for it here.",
                        "Write the view's query into the statement.");
            case Relation.OpaqueView view ->
                throw Refusals.refuse(
                        RefusalCode.VIEW,
                        "cannot use view " + view.name().name(),
                        "It calls a function that is not built in, or has rules or triggers, which may read or write sharded tables.",
                        "Write the view's query into the statement.");
            case Relation.Unknown table -> {
                unknown.add(table.name());
                homes.add(world.topology().catalogHome());
                yield new Distribution.OnOne(world.topology().catalogHome());
            }
        };
    }
}
