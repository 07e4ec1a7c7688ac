package dev.colonnade.topology;

import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.LogicalShardId;
import dev.colonnade.topology.key.ShardHasher;
import dev.colonnade.topology.key.ShardKeyValue;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * From a key to its logical shard, and from there to the one physical shard that holds it. Every key has exactly one
 * logical shard and every logical shard exactly one home.
 */
public sealed interface Placement {
    /**
     * The logical shard of a key.
     *
     * @throws IllegalArgumentException if the values aren't ones of the types, or the placement can't take such types
     */
    LogicalShardId locate(List<KeyType> types, List<ShardKeyValue> key);

    /** The logical shard of a key of one integer column; the hot path of {@link #locate}. */
    LogicalShardId locate(long key);

    /**
     * Where a logical shard lives.
     *
     * @throws IndexOutOfBoundsException if there is no such shard
     */
    PhysicalShardId homeOf(LogicalShardId id);

    /** The physical shards that hold at least one logical shard, each once, in declared order. */
    List<PhysicalShardId> homes();

    /** How many logical shards there are; they are numbered from 0. */
    int logicalShards();

    /**
     * Contiguous ranges of hash buckets: logical shard i of N holds the buckets from ceil(i * 65536 / N) to
     * ceil((i + 1) * 65536 / N), the latter not included.
     *
     * @param homeByShard the home of each logical shard, by its number; 1..65536 of them
     * @param homes the distinct homes, in declared order
     */
    record Hash(List<PhysicalShardId> homeByShard, List<PhysicalShardId> homes) implements Placement {
        public Hash {
            homeByShard = List.copyOf(homeByShard);
            homes = checkedHomes(homeByShard, homes);
        }

        /** Declares the homes in the order of the first logical shard of each. */
        public Hash(List<PhysicalShardId> homeByShard) {
            this(homeByShard, List.copyOf(new LinkedHashSet<>(homeByShard)));
        }

        @Override
        public LogicalShardId locate(List<KeyType> types, List<ShardKeyValue> key) {
            return shardOfBucket(ShardHasher.bucket(types, key));
        }

        @Override
        public LogicalShardId locate(long key) {
            return shardOfBucket(ShardHasher.bucketOfLong(key));
        }

        /** The logical shard whose range a bucket is in. */
        public LogicalShardId shardOfBucket(int bucket) {
            return new LogicalShardId((int) ((long) bucket * homeByShard.size() / ShardHasher.BUCKETS));
        }

        /** The first bucket of a logical shard; of the number behind the last one: 65536. */
        public int firstBucket(int logicalShard) {
            return (int) Math.ceilDiv((long) logicalShard * ShardHasher.BUCKETS, homeByShard.size());
        }

        @Override
        public PhysicalShardId homeOf(LogicalShardId id) {
            return homeByShard.get(id.value());
        }

        @Override
        public int logicalShards() {
            return homeByShard.size();
        }
    }

    /**
     * The remainder of one integer key, never negative: ((k % N) + N) % N.
     *
     * @param homeByShard the home of each remainder; 1..65536 of them
     * @param homes the distinct homes, in declared order
     */
    record Modulo(List<PhysicalShardId> homeByShard, List<PhysicalShardId> homes) implements Placement {
        public Modulo {
            homeByShard = List.copyOf(homeByShard);
            homes = checkedHomes(homeByShard, homes);
        }

        /** Declares the homes in the order of the first remainder of each. */
        public Modulo(List<PhysicalShardId> homeByShard) {
            this(homeByShard, List.copyOf(new LinkedHashSet<>(homeByShard)));
        }

        @Override
        public LogicalShardId locate(List<KeyType> types, List<ShardKeyValue> key) {
            if (types.size() == 1
                    && types.getFirst().isInteger()
                    && key.size() == 1
                    && key.getFirst() instanceof ShardKeyValue.Int(long value)) {
                return locate(value);
            }
            throw new IllegalArgumentException("key: " + key + " of " + types + " (expected: one integer)");
        }

        @Override
        public LogicalShardId locate(long key) {
            return new LogicalShardId(Math.floorMod(key, homeByShard.size()));
        }

        @Override
        public PhysicalShardId homeOf(LogicalShardId id) {
            return homeByShard.get(id.value());
        }

        @Override
        public int logicalShards() {
            return homeByShard.size();
        }
    }

    private static List<PhysicalShardId> checkedHomes(List<PhysicalShardId> homeByShard, List<PhysicalShardId> homes) {
        if (homeByShard.isEmpty() || homeByShard.size() > ShardHasher.BUCKETS) {
            throw new IllegalArgumentException(
                    "logical shards: " + homeByShard.size() + " (expected: 1.." + ShardHasher.BUCKETS + ")");
        }
        LinkedHashSet<PhysicalShardId> distinct = new LinkedHashSet<>(homes);
        if (distinct.size() != homes.size() || !distinct.equals(new LinkedHashSet<>(homeByShard))) {
            throw new IllegalArgumentException("homes: " + homes + " (expected: each home of a logical shard, once)");
        }
        return List.copyOf(homes);
    }
}
