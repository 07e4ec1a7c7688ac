package dev.colonnade.admin.port;

import dev.colonnade.topology.PhysicalShard;
import org.jspecify.annotations.Nullable;

/**
 * One physical shard as this proxy sees it.
 *
 * @param reachable whether the last attempt to speak to it succeeded
 * @param lastError the text of the last failure, also of one that has passed; null if there was none
 * @param serverVersion as the server reports it; null until it was reached once
 */
public record ShardStatus(
        PhysicalShard shard,
        boolean reachable,
        @Nullable String lastError,
        @Nullable String serverVersion,
        PoolStatus pool) {}
