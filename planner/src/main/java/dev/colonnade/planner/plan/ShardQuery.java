package dev.colonnade.planner.plan;

import dev.colonnade.topology.PhysicalShardId;
import org.jspecify.annotations.Nullable;

/**
 * What one database is asked.
 *
 * @param sql the client's text, or that text with edits
 * @param parameters which of the client's parameters (counted from 0) stand for $1, $2 ... of {@code sql}; null where all, in order
 */
public record ShardQuery(PhysicalShardId shard, String sql, int @Nullable [] parameters, RouteReason reason) {}
