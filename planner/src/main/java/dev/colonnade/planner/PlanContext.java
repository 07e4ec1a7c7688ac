package dev.colonnade.planner;

import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.topology.Topology;
import java.util.List;

/**
 * What a statement is planned against.
 *
 * @param searchPath the session's schemas in order, {@code "$user"} resolved; {@code pg_catalog} needn't be named
 */
public record PlanContext(Topology topology, SchemaCatalog catalog, List<String> searchPath) {
    public PlanContext {
        searchPath = List.copyOf(searchPath);
    }
}
