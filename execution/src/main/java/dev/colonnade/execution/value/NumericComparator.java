package dev.colonnade.execution.value;

import io.netty.buffer.ByteBuf;

/**
 * Compares numerics on their base-10000 digits; the display scale doesn't count.
 *
 * <p>Layout: int16 count of digits, int16 weight of the first, uint16 sign, uint16 display scale, then the digits.
 */
final class NumericComparator implements ValueComparator {
    static final int SIGN_NEGATIVE = 0x4000;
    static final int SIGN_NAN = 0xC000;
    static final int SIGN_INFINITY = 0xD000;
    static final int SIGN_NEGATIVE_INFINITY = 0xF000;
    static final int HEADER_BYTES = 8;

    @Override
    public int compare(ByteBuf left, int lo, int leftLength, ByteBuf right, int ro, int rightLength) {
        int leftRank = rank(left, lo);
        int rightRank = rank(right, ro);
        if (leftRank != rightRank) {
            return Integer.compare(leftRank, rightRank);
        }
        return switch (leftRank) {
            case 1 -> compareMagnitudes(left, lo, right, ro);
            case -1 -> compareMagnitudes(right, ro, left, lo);
            default -> 0;
        };
    }

    /** -Infinity, negative, zero, positive, Infinity, NaN as -2 to 3. */
    static int rank(ByteBuf value, int offset) {
        return switch (value.getUnsignedShort(offset + 4)) {
            case SIGN_NAN -> 3;
            case SIGN_INFINITY -> 2;
            case SIGN_NEGATIVE_INFINITY -> -2;
            case SIGN_NEGATIVE -> isZero(value, offset) ? 0 : -1;
            default -> isZero(value, offset) ? 0 : 1;
        };
    }

    static int leadingZeros(ByteBuf value, int offset) {
        int digits = value.getUnsignedShort(offset);
        int zeros = 0;
        while (zeros < digits && digit(value, offset, zeros) == 0) {
            zeros++;
        }
        return zeros;
    }

    static int digit(ByteBuf value, int offset, int index) {
        return value.getUnsignedShort(offset + HEADER_BYTES + 2 * index);
    }

    private static boolean isZero(ByteBuf value, int offset) {
        return leadingZeros(value, offset) == value.getUnsignedShort(offset);
    }

    private static int compareMagnitudes(ByteBuf left, int lo, ByteBuf right, int ro) {
        int l = leadingZeros(left, lo);
        int r = leadingZeros(right, ro);
        int byWeight = Integer.compare(left.getShort(lo + 2) - l, right.getShort(ro + 2) - r);
        if (byWeight != 0) {
            return byWeight;
        }
        int leftDigits = left.getUnsignedShort(lo);
        int rightDigits = right.getUnsignedShort(ro);
        for (; l < leftDigits || r < rightDigits; l++, r++) {
            int leftDigit = l < leftDigits ? digit(left, lo, l) : 0;
            int rightDigit = r < rightDigits ? digit(right, ro, r) : 0;
            if (leftDigit != rightDigit) {
                return Integer.compare(leftDigit, rightDigit);
            }
        }
        return 0;
    }
}
