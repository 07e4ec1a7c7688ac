package dev.colonnade.planner.logical;

import dev.colonnade.topology.PhysicalShardId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The physical shards of a topology, numbered in declared order, so that sets of them are bits. Immutable. */
public final class Databases {
    private final List<PhysicalShardId> shards;
    private final Map<PhysicalShardId, Integer> numbers = new HashMap<>();

    public Databases(List<PhysicalShardId> shards) {
        this.shards = List.copyOf(shards);
        for (int i = 0; i < this.shards.size(); i++) {
            numbers.put(this.shards.get(i), i);
        }
    }

    public int count() {
        return shards.size();
    }

    public PhysicalShardId shard(int number) {
        return shards.get(number);
    }

    public List<PhysicalShardId> shards() {
        return shards;
    }

    /** @throws IllegalArgumentException if the topology has no such shard */
    public int number(PhysicalShardId shard) {
        Integer number = numbers.get(shard);
        if (number == null) {
            throw new IllegalArgumentException("physical shard: " + shard + " (expected: one of " + shards + ")");
        }
        return number;
    }

    /** The set of these. */
    public BitSet setOf(Iterable<PhysicalShardId> some) {
        BitSet set = new BitSet(shards.size());
        some.forEach(shard -> set.set(number(shard)));
        return set;
    }
}
