package dev.colonnade.planner.shape;

import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import java.util.List;

/**
 * What a statement's names are looked up in.
 *
 * @param searchPath schemas in order; {@code pg_catalog} is searched first whether or not it is named
 */
public record World(Topology topology, SchemaCatalog catalog, List<String> searchPath) {
    public World {
        searchPath = List.copyOf(searchPath);
    }

    /** Whether a statement can need more than one database at all. */
    public boolean hasShardedTables() {
        return topology.tables().values().stream().anyMatch(TablePlacement.Sharded.class::isInstance)
                || !topology.rules().isEmpty();
    }
}
