package dev.colonnade.execution.value;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * A numeric: a decimal with its display scale (the {@link BigDecimal}'s scale, 0 or more), NaN or an infinity. Addition, comparison and
 * division give PostgreSQL's values and scales.
 *
 * @param kind what it is
 * @param value the decimal; zero unless {@code kind} is FINITE
 */
public record PgNumeric(Kind kind, BigDecimal value) {
    /** In the order of comparison. */
    public enum Kind {
        NEGATIVE_INFINITY,
        FINITE,
        POSITIVE_INFINITY,
        NAN
    }

    public static final PgNumeric NAN = new PgNumeric(Kind.NAN, BigDecimal.ZERO);
    public static final PgNumeric POSITIVE_INFINITY = new PgNumeric(Kind.POSITIVE_INFINITY, BigDecimal.ZERO);
    public static final PgNumeric NEGATIVE_INFINITY = new PgNumeric(Kind.NEGATIVE_INFINITY, BigDecimal.ZERO);

    private static final int DIGIT_DECIMALS = 4;
    private static final int SIGNIFICANT_DIGITS_MIN = 16;
    private static final int DISPLAY_SCALE_MAX = 1000;

    public PgNumeric {
        if (value.scale() < 0) {
            value = value.setScale(0);
        }
    }

    public static PgNumeric of(BigDecimal value) {
        return new PgNumeric(Kind.FINITE, value);
    }

    public static PgNumeric of(long value) {
        return of(BigDecimal.valueOf(value));
    }

    /**
     * Reads PostgreSQL's text form.
     *
     * @throws NumberFormatException where it is none
     */
    public static PgNumeric parse(String text) {
        return switch (text) {
            case "NaN" -> NAN;
            case "Infinity" -> POSITIVE_INFINITY;
            case "-Infinity" -> NEGATIVE_INFINITY;
            default -> of(new BigDecimal(text));
        };
    }

    /** Reads the binary form (see {@link NumericComparator}) at an absolute index. */
    public static PgNumeric decode(ByteBuf value, int offset) {
        int sign = value.getUnsignedShort(offset + 4);
        return switch (sign) {
            case NumericComparator.SIGN_NAN -> NAN;
            case NumericComparator.SIGN_INFINITY -> POSITIVE_INFINITY;
            case NumericComparator.SIGN_NEGATIVE_INFINITY -> NEGATIVE_INFINITY;
            default -> {
                BigDecimal magnitude = decodeMagnitude(value, offset);
                yield of(sign == NumericComparator.SIGN_NEGATIVE ? magnitude.negate() : magnitude);
            }
        };
    }

    /** Appends the binary form. */
    public void encode(ByteBuf out) {
        switch (kind) {
            case NAN -> encodeSpecial(out, NumericComparator.SIGN_NAN);
            case POSITIVE_INFINITY -> encodeSpecial(out, NumericComparator.SIGN_INFINITY);
            case NEGATIVE_INFINITY -> encodeSpecial(out, NumericComparator.SIGN_NEGATIVE_INFINITY);
            case FINITE -> encodeFinite(out);
        }
    }

    /** The text form: all decimals of the display scale, no exponent. */
    public String text() {
        return switch (kind) {
            case NAN -> "NaN";
            case POSITIVE_INFINITY -> "Infinity";
            case NEGATIVE_INFINITY -> "-Infinity";
            case FINITE -> value.toPlainString();
        };
    }

    /** The sum; its scale is the larger of the two. */
    public PgNumeric plus(PgNumeric other) {
        if (kind == Kind.FINITE && other.kind == Kind.FINITE) {
            return of(value.add(other.value));
        }
        if (kind == Kind.NAN || other.kind == Kind.NAN) {
            return NAN;
        }
        if (kind == Kind.FINITE) {
            return other;
        }
        return other.kind == Kind.FINITE || other.kind == kind ? this : NAN;
    }

    /** Divides by a positive count, at the scale that PostgreSQL chooses for a quotient, rounded half away from zero. */
    public PgNumeric dividedBy(long count) {
        if (kind != Kind.FINITE) {
            return this;
        }
        BigDecimal divisor = BigDecimal.valueOf(count);
        return of(value.divide(divisor, quotientScale(value, divisor), RoundingMode.HALF_UP));
    }

    /** The order of comparison: the scale doesn't count, NaN is the largest and equals itself. */
    public int compareValue(PgNumeric other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 || kind != Kind.FINITE ? byKind : value.compareTo(other.value);
    }

    /**
     * At least 16 significant digits, as estimated from weight and first digit of both in base 10000, and no fewer decimals than either
     * operand has.
     */
    static int quotientScale(BigDecimal dividend, BigDecimal divisor) {
        int weight = weight(dividend) - weight(divisor);
        if (firstDigit(dividend) <= firstDigit(divisor)) {
            weight--;
        }
        int scale = SIGNIFICANT_DIGITS_MIN - weight * DIGIT_DECIMALS;
        scale = Math.max(scale, Math.max(dividend.scale(), divisor.scale()));
        return Math.min(Math.max(scale, 0), DISPLAY_SCALE_MAX);
    }

    /** The exponent of the first base-10000 digit; 0 for zero. */
    private static int weight(BigDecimal value) {
        return value.signum() == 0 ? 0 : Math.floorDiv(value.precision() - value.scale() - 1, DIGIT_DECIMALS);
    }

    private static int firstDigit(BigDecimal value) {
        return value.signum() == 0
                ? 0
                : value.abs()
                        .movePointLeft(weight(value) * DIGIT_DECIMALS)
                        .toBigInteger()
                        .intValueExact();
    }

    private static BigDecimal decodeMagnitude(ByteBuf value, int offset) {
        int digits = value.getUnsignedShort(offset);
        int weight = value.getShort(offset + 2);
        int displayScale = value.getUnsignedShort(offset + 6);
        BigInteger unscaled = BigInteger.ZERO;
        long chunk = 0;
        long chunkBase = 1;
        for (int i = 0; i < digits; i++) {
            chunk = chunk * 10_000 + NumericComparator.digit(value, offset, i);
            chunkBase *= 10_000;
            if (chunkBase == 10_000_000_000_000_000L || i == digits - 1) {
                unscaled = unscaled.multiply(BigInteger.valueOf(chunkBase)).add(BigInteger.valueOf(chunk));
                chunk = 0;
                chunkBase = 1;
            }
        }
        int scale = (digits - 1 - weight) * DIGIT_DECIMALS;
        // The display scale may cut stored digits only where they are zero, so nothing is ever rounded here.
        return new BigDecimal(unscaled, scale).setScale(displayScale, RoundingMode.DOWN);
    }

    private static void encodeSpecial(ByteBuf out, int sign) {
        out.writeShort(0).writeShort(0).writeShort(sign).writeShort(0);
    }

    private void encodeFinite(ByteBuf out) {
        int start = out.writerIndex();
        out.writeZero(NumericComparator.HEADER_BYTES);
        out.setShort(start + 6, value.scale());
        if (value.signum() == 0) {
            return;
        }
        // Decimals in whole base-10000 digits.
        int fraction = Math.ceilDiv(value.scale(), DIGIT_DECIMALS);
        byte[] decimals = value.abs()
                .setScale(fraction * DIGIT_DECIMALS)
                .unscaledValue()
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
        int count = Math.ceilDiv(decimals.length, DIGIT_DECIMALS);
        int weight = count - fraction - 1;
        int written = 0;
        int zeros = 0;
        for (int i = 0; i < count; i++) {
            int end = decimals.length - (count - 1 - i) * DIGIT_DECIMALS;
            int digit = 0;
            for (int at = Math.max(0, end - DIGIT_DECIMALS); at < end; at++) {
                digit = digit * 10 + decimals[at] - '0';
            }
            if (digit == 0) {
                zeros++;
                continue;
            }
            out.writeZero(2 * zeros).writeShort(digit);
            written += zeros + 1;
            zeros = 0;
        }
        out.setShort(start, written);
        out.setShort(start + 2, weight);
        out.setShort(start + 4, value.signum() < 0 ? NumericComparator.SIGN_NEGATIVE : 0);
    }
}
