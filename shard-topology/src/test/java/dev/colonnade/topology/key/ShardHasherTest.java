package dev.colonnade.topology.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The vectors were written by PostgreSQL 15.18 and 17.11, which agree. */
final class ShardHasherTest {
    @Test
    void hashesAsPostgresqlDoes() {
        Set<KeyType> seen = EnumSet.noneOf(KeyType.class);
        Vectors.read("hash-vectors.tsv").forEach(row -> {
            KeyType type = KeyType.valueOf(row.get(0));
            ShardKeyValue value = value(type, row.get(1));
            long seed = Long.parseLong(row.get(2));
            assertEquals(Long.parseLong(row.get(3)), ShardHasher.hashExtended(type, value, seed), row::toString);
            seen.add(type);
        });
        assertEquals(EnumSet.allOf(KeyType.class), seen);
    }

    @Test
    void findsTheBucketThatPostgresqlFinds() {
        Vectors.read("bucket-vectors.tsv").forEach(row -> {
            List<KeyType> types = List.of(row.get(0).split(",")).stream()
                    .map(KeyType::valueOf)
                    .toList();
            String[] texts =
                    types.size() == 1 ? new String[] {row.get(1)} : row.get(1).split(",");
            List<ShardKeyValue> values = new ArrayList<>();
            for (int i = 0; i < texts.length; i++) {
                values.add(value(types.get(i), texts[i]));
            }
            assertEquals(Integer.parseInt(row.get(2)), ShardHasher.bucket(types, values), row::toString);
        });
    }

    @Test
    void integersHashAlikeInAnyWidth() {
        for (long value : new long[] {0, 1, -1, 77, -77, Short.MIN_VALUE, Short.MAX_VALUE}) {
            ShardKeyValue key = new ShardKeyValue.Int(value);
            int bucket = ShardHasher.bucketOfLong(value);
            for (KeyType type : List.of(KeyType.INT2, KeyType.INT4, KeyType.INT8)) {
                assertEquals(bucket, ShardHasher.bucket(List.of(type), List.of(key)));
            }
        }
    }

    @Test
    void equalValuesShareABucket() {
        assertEquals(bucket(KeyType.NUMERIC, "1.0"), bucket(KeyType.NUMERIC, "1.000"));
        assertEquals(bucket(KeyType.NUMERIC, "1e3"), bucket(KeyType.NUMERIC, "1000.00"));
        assertEquals(bucket(KeyType.BPCHAR, "ab"), bucket(KeyType.BPCHAR, "ab    "));
        assertEquals(
                ShardHasher.hashExtended(KeyType.BPCHAR, new ShardKeyValue.Text("ab  "), 0),
                ShardHasher.hashExtended(KeyType.BPCHAR, new ShardKeyValue.Text("ab"), 0));
    }

    @Test
    void bucketsAreInRangeAndEvenlyUsed() {
        Random random = new Random(20_261_124);
        int[] used = new int[16];
        for (int i = 0; i < 160_000; i++) {
            int bucket = ShardHasher.bucketOfLong(random.nextLong());
            assertTrue(bucket >= 0 && bucket < ShardHasher.BUCKETS);
            used[bucket >>> 12]++;
        }
        for (int count : used) {
            assertTrue(Math.abs(count - 10_000) < 600, () -> "one sixteenth of the buckets got " + count);
        }
    }

    @Test
    void refusesAValueOfAnotherType() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ShardHasher.hashExtended(KeyType.UUID, new ShardKeyValue.Int(1), 0));
        assertThrows(IllegalArgumentException.class, () -> ShardHasher.bucket(List.of(), List.of()));
        assertThrows(IllegalArgumentException.class, () -> ShardHasher.bucket(List.of(KeyType.INT8), List.of()));
    }

    private static int bucket(KeyType type, String text) {
        return ShardHasher.bucket(List.of(type), List.of(value(type, text)));
    }

    private static ShardKeyValue value(KeyType type, String text) {
        return KeyText.parse(type, text).orElseThrow(() -> new AssertionError(type + " " + text));
    }
}
