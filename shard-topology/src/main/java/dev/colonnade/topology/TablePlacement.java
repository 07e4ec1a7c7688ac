package dev.colonnade.topology;

import java.util.List;

/** Where the rows of one table live. */
public sealed interface TablePlacement {
    /**
     * Each row on the shard of its key.
     *
     * @param keyColumns one per column of the colo's key, in its order
     */
    record Sharded(Colo colo, List<String> keyColumns) implements TablePlacement {
        public Sharded {
            keyColumns = List.copyOf(keyColumns);
            if (keyColumns.size() != colo.keyTypes().size()) {
                throw new IllegalArgumentException("key columns: " + keyColumns + " (expected: "
                        + colo.keyTypes().size() + " for colo " + colo.name() + ")");
            }
        }
    }

    /** All rows on every physical shard. */
    record Reference() implements TablePlacement {}

    /** All rows on one physical shard. */
    record Unsharded(PhysicalShardId home) implements TablePlacement {}
}
