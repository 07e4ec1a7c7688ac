package dev.colonnade.execution.value;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * A byte form of values of one type such that values that PostgreSQL calls equal, and only those, have equal bytes. For character types
 * that holds under deterministic collations, which whoever asks has proven. Stateless; safe for any thread.
 */
@FunctionalInterface
public interface Canonical {
    /** Appends the form of a value in binary format; offset is an absolute index. */
    void append(ByteBuf value, int offset, int length, KeyBytes out);

    /**
     * The form for a type, or empty where its equality isn't known here (json, jsonb, arrays, ranges, user-defined types).
     *
     * @param enumType the type is an enum: its binary form is the label
     */
    static Optional<Canonical> of(int typeOid, boolean enumType) {
        if (enumType) {
            return Optional.of(Canonical::asItIs);
        }
        return switch (typeOid) {
            case TypeOids.NUMERIC -> Optional.of(Canonical::numeric);
            case TypeOids.FLOAT4 ->
                Optional.of((value, offset, length, out) ->
                        out.appendInt(Float.floatToIntBits(value.getFloat(offset) + 0.0f)));
            case TypeOids.FLOAT8 ->
                Optional.of((value, offset, length, out) ->
                        out.appendLong(Double.doubleToLongBits(value.getDouble(offset) + 0.0)));
            case TypeOids.INTERVAL ->
                Optional.of((value, offset, length, out) -> out.appendLong(PgInterval.spanDays(value, offset))
                        .appendLong(PgInterval.spanRest(value, offset)));
            case TypeOids.BPCHAR ->
                Optional.of((value, offset, length, out) ->
                        out.append(value, offset, Comparators.withoutTrailingBlanks(value, offset, length)));
            case TypeOids.BOOL,
                    TypeOids.BYTEA,
                    TypeOids.CHAR,
                    TypeOids.NAME,
                    TypeOids.INT8,
                    TypeOids.INT2,
                    TypeOids.INT4,
                    TypeOids.TEXT,
                    TypeOids.OID,
                    TypeOids.XID,
                    TypeOids.CIDR,
                    TypeOids.INET,
                    TypeOids.MACADDR,
                    TypeOids.MACADDR8,
                    TypeOids.MONEY,
                    TypeOids.VARCHAR,
                    TypeOids.DATE,
                    TypeOids.TIME,
                    TypeOids.TIMETZ,
                    TypeOids.TIMESTAMP,
                    TypeOids.TIMESTAMPTZ,
                    TypeOids.BIT,
                    TypeOids.VARBIT,
                    TypeOids.UUID,
                    TypeOids.PG_LSN -> Optional.of(Canonical::asItIs);
            default -> Optional.empty();
        };
    }

    private static void asItIs(ByteBuf value, int offset, int length, KeyBytes out) {
        out.append(value, offset, length);
    }

    /** Sign, weight and digits without leading and trailing zeros. */
    private static void numeric(ByteBuf value, int offset, int length, KeyBytes out) {
        int rank = NumericComparator.rank(value, offset);
        out.appendInt(rank);
        if (rank != 1 && rank != -1) {
            return;
        }
        int first = NumericComparator.leadingZeros(value, offset);
        int end = value.getUnsignedShort(offset);
        while (NumericComparator.digit(value, offset, end - 1) == 0) {
            end--;
        }
        out.appendInt(value.getShort(offset + 2) - first);
        out.append(value, offset + NumericComparator.HEADER_BYTES + 2 * first, 2 * (end - first));
    }
}
