package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.TypeOids;

/** Reads binary integers of any width. */
final class Integers {
    private Integers() {}

    static boolean isInteger(int typeOid) {
        return typeOid == TypeOids.INT2 || typeOid == TypeOids.INT4 || typeOid == TypeOids.INT8;
    }

    static long read(Row row, int index, int typeOid) {
        int offset = row.offset(index);
        return switch (typeOid) {
            case TypeOids.INT2 -> row.body.getShort(offset);
            case TypeOids.INT4 -> row.body.getInt(offset);
            case TypeOids.INT8 -> row.body.getLong(offset);
            default -> throw new IllegalArgumentException("type " + typeOid + " (expected: an integer)");
        };
    }
}
