package dev.colonnade.planner.shape;

import dev.colonnade.topology.Colo;
import java.util.List;

/**
 * What some occurrence of a sharded table needs: the rows whose key columns satisfy these predicates. A superset is never wrong.
 *
 * @param columns one predicate per column of the colo's key
 */
public record KeyRequirement(Colo colo, List<ShardKeyPredicate> columns) {
    public KeyRequirement {
        columns = List.copyOf(columns);
    }

    /** Whether it differs from Bind to Bind. */
    public boolean dependsOnParameters() {
        return columns.stream().anyMatch(ShardKeyPredicate::dependsOnParameters);
    }
}
