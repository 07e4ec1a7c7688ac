package dev.colonnade.topology.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * From a shard key's value to its bucket, with PostgreSQL's own extended hash functions, so that SQL on any stock server
 * computes the same. The function never changes: {@code ShardHasherTest} holds vectors made by real servers, and {@link
 * CrossCheck} asks every database at start.
 *
 * <p>Stateless and thread-safe.
 */
public final class ShardHasher {
    /** Buckets are 0..65535. */
    public static final int BUCKETS = 65_536;

    private static final int BUCKET_SHIFT = 48;
    private static final int NUMERIC_DIGIT_DECIMALS = 4;

    private ShardHasher() {}

    /**
     * The bucket of a key of one or more columns: hashes are chained, each column's being the next one's seed.
     *
     * @throws IllegalArgumentException if types and values don't fit each other
     */
    public static int bucket(List<KeyType> types, List<ShardKeyValue> values) {
        if (types.size() != values.size() || types.isEmpty()) {
            throw new IllegalArgumentException(
                    "key values: " + values.size() + " (expected: " + types.size() + ", at least 1)");
        }
        long hash = 0;
        for (int i = 0; i < types.size(); i++) {
            hash = hashExtended(types.get(i), values.get(i), hash);
        }
        return bucketOf(hash);
    }

    /** The bucket of a key of one integer column of any width. Allocates nothing. */
    public static int bucketOfLong(long value) {
        return bucketOf(hashLong(value, 0));
    }

    /**
     * What PostgreSQL's {@code hash<type>extended(value, seed)} answers.
     *
     * @throws IllegalArgumentException if the value isn't one of the type
     */
    public static long hashExtended(KeyType type, ShardKeyValue value, long seed) {
        return switch (value) {
            case ShardKeyValue.Int(long number) when type.isInteger() -> hashLong(number, seed);
            case ShardKeyValue.Text(String text) when type == KeyType.TEXT -> hashText(text, seed);
            case ShardKeyValue.Text(String text)
            when type == KeyType.BPCHAR -> hashText(withoutTrailingBlanks(text), seed);
            case ShardKeyValue.Uuid(long high, long low) when type == KeyType.UUID -> hashUuid(high, low, seed);
            case ShardKeyValue.Numeric(BigDecimal number) when type == KeyType.NUMERIC -> hashNumeric(number, seed);
            case ShardKeyValue.Date(int days) when type == KeyType.DATE -> Jenkins.word(days, seed);
            default ->
                throw new IllegalArgumentException("key value: " + value + " (expected: one of type " + type + ")");
        };
    }

    static int bucketOf(long hash) {
        return (int) (hash >>> BUCKET_SHIFT);
    }

    /** A character(n) without the blanks that its comparison ignores. */
    static String withoutTrailingBlanks(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /** Folds the high half in such a way that values that fit into an int4 hash as that int4. */
    private static long hashLong(long value, long seed) {
        int high = (int) (value >>> 32);
        return Jenkins.word((int) value ^ (value >= 0 ? high : ~high), seed);
    }

    private static long hashText(String text, long seed) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Jenkins.bytes(bytes, 0, bytes.length, seed);
    }

    private static long hashUuid(long high, long low, long seed) {
        byte[] bytes =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
        return Jenkins.bytes(bytes, 0, bytes.length, seed);
    }

    /**
     * Over the base-10000 digits between the first and the last that isn't zero, in the server's byte order
     * (little-endian), with the weight of the first one mixed in. The sign isn't part of it.
     */
    private static long hashNumeric(BigDecimal number, long seed) {
        if (number.signum() == 0) {
            return seed - 1;
        }
        // align the unscaled value so that its last decimal is the last one of a base-10000 digit
        int scale = Math.ceilDiv(number.scale(), NUMERIC_DIGIT_DECIMALS) * NUMERIC_DIGIT_DECIMALS;
        BigInteger unscaled = number.abs().setScale(scale).unscaledValue();
        int lowestWeight = -(scale / NUMERIC_DIGIT_DECIMALS);
        short[] digits = base10000(unscaled);
        int last = digits.length;
        while (digits[last - 1] == 0) {
            last--;
        }
        byte[] bytes = new byte[last * Short.BYTES];
        for (int i = 0; i < last; i++) {
            bytes[2 * i] = (byte) digits[i];
            bytes[2 * i + 1] = (byte) (digits[i] >> 8);
        }
        long weight = lowestWeight + digits.length - 1L;
        return Jenkins.bytes(bytes, 0, bytes.length, seed) ^ weight;
    }

    /** The digits of a positive number, most significant first, the first one not zero. */
    private static short[] base10000(BigInteger positive) {
        String decimals = positive.toString();
        int count = Math.ceilDiv(decimals.length(), NUMERIC_DIGIT_DECIMALS);
        short[] digits = new short[count];
        int end = decimals.length();
        for (int i = count - 1; i >= 0; i--) {
            int start = Math.max(0, end - NUMERIC_DIGIT_DECIMALS);
            digits[i] = (short) Integer.parseInt(decimals, start, end, 10);
            end = start;
        }
        return digits;
    }
}
