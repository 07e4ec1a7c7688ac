package dev.colonnade.planner.logical;

import dev.colonnade.topology.key.KeyType;
import org.jspecify.annotations.Nullable;

/** OIDs of PostgreSQL's built-in types that a parameter may have beside a key column. */
final class PgTypes {
    static final int UNSPECIFIED = 0;
    static final int UNKNOWN = 705;

    private PgTypes() {}

    static @Nullable KeyType scalar(int oid) {
        return switch (oid) {
            case 21 -> KeyType.INT2;
            case 23 -> KeyType.INT4;
            case 20 -> KeyType.INT8;
            case 25, 1043 -> KeyType.TEXT;
            case 1042 -> KeyType.BPCHAR;
            case 2950 -> KeyType.UUID;
            case 1700 -> KeyType.NUMERIC;
            case 1082 -> KeyType.DATE;
            default -> null;
        };
    }

    /** The element type of an array type. */
    static @Nullable KeyType element(int oid) {
        return switch (oid) {
            case 1005 -> KeyType.INT2;
            case 1007 -> KeyType.INT4;
            case 1016 -> KeyType.INT8;
            case 1009, 1015 -> KeyType.TEXT;
            case 1014 -> KeyType.BPCHAR;
            case 2951 -> KeyType.UUID;
            case 1231 -> KeyType.NUMERIC;
            case 1182 -> KeyType.DATE;
            default -> null;
        };
    }
}
