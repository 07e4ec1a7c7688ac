package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.PgInterval;

/** Additions with PostgreSQL's errors where a sum leaves its type's range. */
final class Additions {
    private static final String NUMERIC_VALUE_OUT_OF_RANGE = "22003";
    private static final String DATETIME_FIELD_OVERFLOW = "22008";

    private Additions() {}

    static long int8(long left, long right) {
        return exact(left, right, "bigint out of range");
    }

    static long money(long left, long right) {
        return exact(left, right, "money out of range");
    }

    static float float4(float left, float right) {
        float sum = left + right;
        requireFinite(Float.isInfinite(sum) && !Float.isInfinite(left) && !Float.isInfinite(right));
        return sum;
    }

    static double float8(double left, double right) {
        double sum = left + right;
        requireFinite(Double.isInfinite(sum) && !Double.isInfinite(left) && !Double.isInfinite(right));
        return sum;
    }

    static PgInterval interval(PgInterval left, PgInterval right) {
        try {
            return left.plus(right);
        } catch (ArithmeticException e) {
            throw outOfRange(DATETIME_FIELD_OVERFLOW, "interval out of range");
        }
    }

    private static long exact(long left, long right, String message) {
        try {
            return Math.addExact(left, right);
        } catch (ArithmeticException e) {
            throw outOfRange(NUMERIC_VALUE_OUT_OF_RANGE, message);
        }
    }

    private static void requireFinite(boolean overflown) {
        if (overflown) {
            throw outOfRange(NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
        }
    }

    private static MergeException outOfRange(String sqlState, String message) {
        return new MergeException(new MergeFailure.OutOfRange(sqlState, message));
    }
}
