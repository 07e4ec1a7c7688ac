package dev.colonnade.execution.value;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * PostgreSQL's orders that can be reproduced exactly.
 *
 * <p>Character types are compared by their bytes: right only where the column's collation is bytewise, which whoever asks has proven.
 */
public final class Comparators {
    private Comparators() {}

    /** The order of a type, or empty where it isn't known here: enums, arrays, jsonb, ranges, inet, all user-defined types. */
    public static Optional<ValueComparator> of(int typeOid) {
        return switch (typeOid) {
            case TypeOids.INT2 -> Optional.of((a, ao, al, b, bo, bl) -> Short.compare(a.getShort(ao), b.getShort(bo)));
            case TypeOids.INT4, TypeOids.DATE ->
                Optional.of((a, ao, al, b, bo, bl) -> Integer.compare(a.getInt(ao), b.getInt(bo)));
            case TypeOids.INT8, TypeOids.TIME, TypeOids.TIMESTAMP, TypeOids.TIMESTAMPTZ, TypeOids.MONEY ->
                Optional.of((a, ao, al, b, bo, bl) -> Long.compare(a.getLong(ao), b.getLong(bo)));
            case TypeOids.OID ->
                Optional.of((a, ao, al, b, bo, bl) -> Integer.compareUnsigned(a.getInt(ao), b.getInt(bo)));
            case TypeOids.PG_LSN ->
                Optional.of((a, ao, al, b, bo, bl) -> Long.compareUnsigned(a.getLong(ao), b.getLong(bo)));
            case TypeOids.FLOAT4 ->
                Optional.of((a, ao, al, b, bo, bl) -> compareFloats(a.getFloat(ao), b.getFloat(bo)));
            case TypeOids.FLOAT8 ->
                Optional.of((a, ao, al, b, bo, bl) -> compareFloats(a.getDouble(ao), b.getDouble(bo)));
            case TypeOids.NUMERIC -> Optional.of(new NumericComparator());
            case TypeOids.INTERVAL -> Optional.of(Comparators::compareIntervals);
            case TypeOids.TIMETZ -> Optional.of(Comparators::compareZonedTimes);
            case TypeOids.BPCHAR ->
                Optional.of((a, ao, al, b, bo, bl) ->
                        compareBytes(a, ao, withoutTrailingBlanks(a, ao, al), b, bo, withoutTrailingBlanks(b, bo, bl)));
            case TypeOids.BOOL,
                    TypeOids.CHAR,
                    TypeOids.TEXT,
                    TypeOids.VARCHAR,
                    TypeOids.NAME,
                    TypeOids.UUID,
                    TypeOids.BYTEA,
                    TypeOids.MACADDR,
                    TypeOids.MACADDR8 -> Optional.of(Comparators::compareBytes);
            default -> Optional.empty();
        };
    }

    /** -Infinity, numbers, Infinity, NaN; NaN equals itself and -0 equals 0, unlike {@link Double#compare}. */
    public static int compareFloats(double left, double right) {
        if (left < right) {
            return -1;
        }
        if (left > right) {
            return 1;
        }
        return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
    }

    static int withoutTrailingBlanks(ByteBuf value, int offset, int length) {
        int kept = length;
        while (kept > 0 && value.getByte(offset + kept - 1) == ' ') {
            kept--;
        }
        return kept;
    }

    private static int compareBytes(
            ByteBuf left, int leftOffset, int leftLength, ByteBuf right, int rightOffset, int rightLength) {
        int common = Math.min(leftLength, rightLength);
        int i = 0;
        for (; i + Long.BYTES <= common; i += Long.BYTES) {
            long l = left.getLong(leftOffset + i);
            long r = right.getLong(rightOffset + i);
            if (l != r) {
                return Long.compareUnsigned(l, r);
            }
        }
        for (; i < common; i++) {
            int difference = left.getUnsignedByte(leftOffset + i) - right.getUnsignedByte(rightOffset + i);
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(leftLength, rightLength);
    }

    private static int compareIntervals(ByteBuf left, int lo, int leftLength, ByteBuf right, int ro, int rightLength) {
        int byDays = Long.compare(PgInterval.spanDays(left, lo), PgInterval.spanDays(right, ro));
        return byDays != 0 ? byDays : Long.compare(PgInterval.spanRest(left, lo), PgInterval.spanRest(right, ro));
    }

    /** By the instant in UTC, then by the zone. */
    private static int compareZonedTimes(ByteBuf left, int lo, int leftLength, ByteBuf right, int ro, int rightLength) {
        int leftZone = left.getInt(lo + Long.BYTES);
        int rightZone = right.getInt(ro + Long.BYTES);
        int byInstant =
                Long.compare(left.getLong(lo) + leftZone * 1_000_000L, right.getLong(ro) + rightZone * 1_000_000L);
        return byInstant != 0 ? byInstant : Integer.compare(leftZone, rightZone);
    }
}
