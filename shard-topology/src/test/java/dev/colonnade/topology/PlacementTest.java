package dev.colonnade.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.LogicalShardId;
import dev.colonnade.topology.key.ShardHasher;
import dev.colonnade.topology.key.ShardKeyValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PlacementTest {
    private static final PhysicalShardId A = new PhysicalShardId("a");
    private static final PhysicalShardId B = new PhysicalShardId("b");

    static IntStream shardCounts() {
        IntStream chosen = IntStream.of(1, 2, 3, 4, 5, 7, 16, 480, 481, 1_000, 32_768, 40_000, 65_535, 65_536);
        return IntStream.concat(chosen, new Random(7).ints(40, 1, 65_537));
    }

    @ParameterizedTest
    @MethodSource("shardCounts")
    void everyBucketBelongsToExactlyOneLogicalShard(int logicalShards) {
        Placement.Hash hash = new Placement.Hash(Collections.nCopies(logicalShards, A));
        int bucket = 0;
        for (int shard = 0; shard < logicalShards; shard++) {
            assertEquals(bucket, hash.firstBucket(shard));
            int end = (int) Math.ceil((shard + 1) * 65_536.0 / logicalShards);
            assertTrue(end > bucket, "an empty range");
            for (; bucket < end; bucket++) {
                assertEquals(shard, hash.shardOfBucket(bucket).value());
            }
        }
        assertEquals(ShardHasher.BUCKETS, bucket);
        assertEquals(ShardHasher.BUCKETS, hash.firstBucket(logicalShards));
    }

    @ParameterizedTest
    @MethodSource("shardCounts")
    void everyLogicalShardHasOneHomeAndEveryHomeIsDeclared(int logicalShards) {
        Random random = new Random(logicalShards);
        List<PhysicalShardId> homes = new ArrayList<>();
        for (int i = 0; i < logicalShards; i++) {
            homes.add(random.nextBoolean() ? A : B);
        }
        for (Placement placement : List.of(new Placement.Hash(homes), new Placement.Modulo(homes))) {
            assertEquals(logicalShards, placement.logicalShards());
            for (int i = 0; i < logicalShards; i++) {
                PhysicalShardId home = placement.homeOf(new LogicalShardId(i));
                assertEquals(homes.get(i), home);
                assertTrue(placement.homes().contains(home));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> placement.homeOf(new LogicalShardId(logicalShards)));
        }
    }

    @Test
    void theFastPathFindsTheSameShard() {
        Random random = new Random(3);
        for (Placement placement : List.of(
                new Placement.Hash(Collections.nCopies(480, A)), new Placement.Modulo(Collections.nCopies(480, A)))) {
            longs(random)
                    .forEach(key -> assertEquals(
                            placement.locate(List.of(KeyType.INT8), List.of(new ShardKeyValue.Int(key))),
                            placement.locate(key)));
        }
    }

    /** Longs of all magnitudes, with the extremes. */
    private static LongStream longs(Random random) {
        return LongStream.concat(
                LongStream.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE),
                LongStream.generate(() -> random.nextLong() >> random.nextInt(64))
                        .limit(1_000));
    }

    @Test
    void moduloIsNeverNegative() {
        Placement.Modulo modulo = new Placement.Modulo(List.of(A, B, A, B));
        assertEquals(3, modulo.locate(-1).value());
        assertEquals(0, modulo.locate(-4).value());
        assertEquals(0, modulo.locate(Long.MIN_VALUE).value());
        assertEquals(3, modulo.locate(Long.MAX_VALUE).value());
        assertEquals(List.of(A, B), modulo.homes());
    }

    @Test
    void moduloTakesOneInteger() {
        Placement.Modulo modulo = new Placement.Modulo(List.of(A, B));
        ShardKeyValue text = new ShardKeyValue.Text("1");
        assertThrows(IllegalArgumentException.class, () -> modulo.locate(List.of(KeyType.TEXT), List.of(text)));
        assertThrows(IllegalArgumentException.class, () -> new Colo("c", List.of(KeyType.TEXT), modulo));
    }

    @Test
    void refusesNoShardsTooManyAndUndeclaredHomes() {
        assertThrows(IllegalArgumentException.class, () -> new Placement.Hash(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Placement.Hash(Collections.nCopies(65_537, A)));
        assertThrows(IllegalArgumentException.class, () -> new Placement.Hash(List.of(A, B), List.of(A)));
        assertThrows(IllegalArgumentException.class, () -> new Placement.Hash(List.of(A), List.of(A, A)));
        assertEquals(List.of(B, A), new Placement.Hash(List.of(A, B), List.of(B, A)).homes());
    }
}
