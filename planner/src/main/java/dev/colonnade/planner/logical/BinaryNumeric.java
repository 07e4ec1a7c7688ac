package dev.colonnade.planner.logical;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;

/** PostgreSQL's binary numeric: digits in base 10000, the weight of the first one, a sign, a display scale. */
final class BinaryNumeric {
    private static final int HEADER_BYTES = 4 * Short.BYTES;
    private static final int POSITIVE = 0x0000;
    private static final int NEGATIVE = 0x4000;
    private static final int DIGIT_DECIMALS = 4;
    /** More digits than any key has; not worth the arithmetic. */
    private static final int DIGITS_MAX = 250;

    private BinaryNumeric() {}

    /** The value; empty for NaN, infinities, malformed and very long ones. */
    static Optional<BigDecimal> decode(ByteBuffer in) {
        if (in.remaining() < HEADER_BYTES) {
            return Optional.empty();
        }
        int digits = in.getShort() & 0xffff;
        int weight = in.getShort();
        int sign = in.getShort() & 0xffff;
        in.getShort();
        if (digits > DIGITS_MAX || in.remaining() != digits * Short.BYTES || (sign != POSITIVE && sign != NEGATIVE)) {
            return Optional.empty();
        }
        BigInteger unscaled = BigInteger.ZERO;
        for (int i = 0; i < digits; i++) {
            unscaled = unscaled.multiply(BigInteger.valueOf(10_000)).add(BigInteger.valueOf(in.getShort()));
        }
        int scale = (digits - 1 - weight) * DIGIT_DECIMALS;
        BigDecimal value = new BigDecimal(unscaled, scale);
        return Optional.of(sign == NEGATIVE ? value.negate() : value);
    }
}
