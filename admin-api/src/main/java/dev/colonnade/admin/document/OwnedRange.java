package dev.colonnade.admin.document;

import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.key.LogicalShardId;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring logical shards on one physical shard.
 *
 * @param first the first logical shard
 * @param last the last one, itself included
 */
public record OwnedRange(int first, int last, String shard) {
    /** A placement as its longest ranges, in order. */
    static List<OwnedRange> of(Placement placement) {
        List<OwnedRange> ranges = new ArrayList<>();
        int first = 0;
        for (int next = 1; next <= placement.logicalShards(); next++) {
            PhysicalShardId home = home(placement, first);
            if (next == placement.logicalShards() || !home.equals(home(placement, next))) {
                ranges.add(new OwnedRange(first, next - 1, home.value()));
                first = next;
            }
        }
        return ranges;
    }

    /** How many logical shards a physical shard holds. */
    static int count(Placement placement, PhysicalShardId id) {
        int count = 0;
        for (int shard = 0; shard < placement.logicalShards(); shard++) {
            count += home(placement, shard).equals(id) ? 1 : 0;
        }
        return count;
    }

    private static PhysicalShardId home(Placement placement, int shard) {
        return placement.homeOf(new LogicalShardId(shard));
    }
}
