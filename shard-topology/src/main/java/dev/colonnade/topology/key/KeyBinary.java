package dev.colonnade.topology.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a key value from a parameter in binary format, as the type's receive function in PostgreSQL would. */
public final class KeyBinary {
    private static final int NUMERIC_HEADER_BYTES = 8;
    private static final int NUMERIC_POSITIVE = 0x0000;
    private static final int NUMERIC_NEGATIVE = 0x4000;
    private static final int NUMERIC_BASE = 10_000;
    private static final int NUMERIC_DIGIT_DECIMALS = 4;

    private KeyBinary() {}

    /**
     * The value that the bytes stand for.
     *
     * @param type the parameter's own type, which may be another integer type than the column's
     * @param bytes as they came over the wire, in UTF-8 where they are text
     * @return empty where it can't be proven: bytes that PostgreSQL refuses, NaN and infinities
     */
    public static Optional<ShardKeyValue> parse(KeyType type, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return switch (type) {
            case INT2 -> sized(bytes, Short.BYTES).map(right -> new ShardKeyValue.Int(in.getShort()));
            case INT4 -> sized(bytes, Integer.BYTES).map(right -> new ShardKeyValue.Int(in.getInt()));
            case INT8 -> sized(bytes, Long.BYTES).map(right -> new ShardKeyValue.Int(in.getLong()));
            case TEXT, BPCHAR -> text(type, in);
            case UUID -> sized(bytes, 2 * Long.BYTES).map(right -> new ShardKeyValue.Uuid(in.getLong(), in.getLong()));
            case NUMERIC -> numeric(in);
            case DATE -> sized(bytes, Integer.BYTES).flatMap(right -> date(in.getInt()));
        };
    }

    private static Optional<byte[]> sized(byte[] bytes, int length) {
        return bytes.length == length ? Optional.of(bytes) : Optional.empty();
    }

    private static Optional<ShardKeyValue> text(KeyType type, ByteBuffer in) {
        try {
            return KeyText.parse(
                    type, StandardCharsets.UTF_8.newDecoder().decode(in).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** The extremes stand for the infinities. */
    private static Optional<ShardKeyValue> date(int days) {
        boolean finite = days != Integer.MIN_VALUE && days != Integer.MAX_VALUE;
        return finite ? Optional.of(new ShardKeyValue.Date(days)) : Optional.empty();
    }

    /** Four int16: count of digits, weight of the first, sign, display scale; then the base-10000 digits. */
    private static Optional<ShardKeyValue> numeric(ByteBuffer in) {
        if (in.remaining() < NUMERIC_HEADER_BYTES) {
            return Optional.empty();
        }
        int digits = in.getShort() & 0xffff;
        int weight = in.getShort();
        int sign = in.getShort() & 0xffff;
        int displayScale = in.getShort() & 0xffff;
        boolean finite = sign == NUMERIC_POSITIVE || sign == NUMERIC_NEGATIVE;
        if (!finite || in.remaining() != digits * Short.BYTES) {
            return Optional.empty();
        }
        StringBuilder decimals = new StringBuilder("0");
        for (int i = 0; i < digits; i++) {
            int digit = in.getShort();
            if (digit < 0 || digit >= NUMERIC_BASE) {
                return Optional.empty();
            }
            String text = Integer.toString(digit);
            decimals.repeat('0', NUMERIC_DIGIT_DECIMALS - text.length()).append(text);
        }
        int scale = NUMERIC_DIGIT_DECIMALS * (digits - 1 - weight);
        BigDecimal value = new BigDecimal(new BigInteger(decimals.toString()), scale).stripTrailingZeros();
        // the server drops what stands behind the display scale; no client sends such
        if (value.scale() > displayScale) {
            return Optional.empty();
        }
        return Optional.of(new ShardKeyValue.Numeric(sign == NUMERIC_NEGATIVE ? value.negate() : value));
    }
}
