package dev.colonnade.planner.shape;

import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationKind;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a statement's names are looked up in.
 *
 * @param searchPath schemas in order; {@code pg_catalog} is searched first whether or not it is named
 */
public record World(Topology topology, SchemaCatalog catalog, List<String> searchPath) {
    public World {
        searchPath = List.copyOf(searchPath);
    }

    /**
     * Where a table is: as the topology declares it, with its parent, or by the first rule whose columns it has; empty where none says
     * anything.
     */
    public Optional<TablePlacement> placementOf(TableName name) {
        Optional<TablePlacement> declared = topology.placementOf(name);
        RelationInfo info = catalog.relation(name).orElse(null);
        if (declared.isPresent() || info == null || info.kind() != RelationKind.TABLE) {
            return declared;
        }
        Optional<TablePlacement> parent = info.dependsOn().stream()
                .flatMap(ancestor -> topology.placementOf(ancestor).stream())
                .findFirst();
        return parent.isPresent()
                ? parent
                : byRule(info.columns().stream().map(ColumnInfo::name).toList());
    }

    /** Where the first rule puts a table with these columns. */
    public Optional<TablePlacement> byRule(List<String> columns) {
        return topology.rules().stream()
                .filter(rule -> columns.containsAll(rule.columns()))
                .findFirst()
                .map(rule -> new TablePlacement.Sharded(
                        Objects.requireNonNull(topology.colos().get(rule.colo())), rule.columns()));
    }

    /** As {@link #placementOf}; at the catalogue home where nothing says where. */
    public TablePlacement placementOrHome(TableName name) {
        return placementOf(name).orElseGet(() -> topology.placementOrHome(name));
    }

    /** Whether a statement can need more than one database at all. */
    public boolean hasShardedTables() {
        return topology.tables().values().stream().anyMatch(TablePlacement.Sharded.class::isInstance)
                || !topology.rules().isEmpty();
    }
}
