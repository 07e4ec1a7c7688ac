package dev.colonnade.admin.document;

import dev.colonnade.admin.port.PoolStatus;
import dev.colonnade.admin.port.ShardStatus;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /v1/shards}.
 *
 * @param epoch the topology version that the counts of logical shards are of
 */
public record ShardsDocument(long epoch, List<Shard> shards) {
    public static ShardsDocument of(Topology topology, List<ShardStatus> shards) {
        return new ShardsDocument(
                topology.epoch().value(),
                shards.stream().map(shard -> Shard.of(topology, shard)).toList());
    }

    /**
     * One physical shard.
     *
     * @param lastError the last failure, also one that has passed
     * @param logicalShards by colo: how many it holds
     */
    public record Shard(
            String id,
            String host,
            int port,
            String database,
            boolean reachable,
            @Nullable String lastError,
            @Nullable String serverVersion,
            Pool pool,
            Map<String, Integer> logicalShards) {
        static Shard of(Topology topology, ShardStatus status) {
            return new Shard(
                    status.shard().id().value(),
                    status.shard().host(),
                    status.shard().port(),
                    status.shard().database(),
                    status.reachable(),
                    status.lastError(),
                    status.serverVersion(),
                    Pool.of(status.pool()),
                    owned(topology, status.shard().id()));
        }

        private static Map<String, Integer> owned(Topology topology, PhysicalShardId id) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            topology.colos().forEach((name, colo) -> counts.put(name, OwnedRange.count(colo.placement(), id)));
            return counts;
        }
    }

    /** The server connections, counted. */
    public record Pool(int open, int idle, int leased, int waiting, int cap) {
        static Pool of(PoolStatus pool) {
            return new Pool(pool.open(), pool.idle(), pool.leased(), pool.waiting(), pool.cap());
        }
    }
}
