package dev.colonnade.planner;

import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.TopologyEpoch;
import java.util.List;

/**
 * What a statement is planned against. Strings are read with {@code standard_conforming_strings = on} and text is UTF-8: a session can't have
 * other settings of these. Immutable.
 */
public final class PlanContext {
    private final Topology topology;
    private final SchemaCatalog catalog;
    private final List<String> searchPath;
    private final Scope scope;

    /** @param searchPath the session's schemas in order, {@code "$user"} resolved; {@code pg_catalog} needn't be named */
    public PlanContext(Topology topology, SchemaCatalog catalog, List<String> searchPath) {
        this.topology = topology;
        this.catalog = catalog;
        this.searchPath = List.copyOf(searchPath);
        scope = new Scope(topology.database(), topology.epoch(), catalog.version(), this.searchPath);
    }

    /** What tells contexts apart: the same scope, the same plans. */
    record Scope(String database, TopologyEpoch epoch, long catalogVersion, List<String> searchPath) {}

    public Topology topology() {
        return topology;
    }

    public SchemaCatalog catalog() {
        return catalog;
    }

    public List<String> searchPath() {
        return searchPath;
    }

    Scope scope() {
        return scope;
    }
}
