package dev.colonnade.admin.port;

import java.util.List;

/** The physical shards as this proxy sees them. */
@FunctionalInterface
public interface ShardView {
    /** One per physical shard of the current topology, in its order. */
    List<ShardStatus> shards();
}
