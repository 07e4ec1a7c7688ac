package dev.colonnade.planner;

import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.topology.Topology;
import java.util.List;

public record PlanContext(Topology topology, SchemaCatalog catalog, List<String> searchPath) {}
