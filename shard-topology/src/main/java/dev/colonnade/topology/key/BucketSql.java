package dev.colonnade.topology.key;

import java.util.List;

/** {@link ShardHasher} in SQL: what ownership filters, publications' row filters and CHECK constraints say. */
public final class BucketSql {
    private BucketSql() {}

    /**
     * An expression of type bigint, in parentheses: the bucket of a row.
     *
     * @param columns an SQL expression for each column of the key, as it shall stand in the text
     * @throws IllegalArgumentException if there isn't one column for each type
     */
    public static String bucket(List<KeyType> types, List<String> columns) {
        if (types.size() != columns.size() || types.isEmpty()) {
            throw new IllegalArgumentException("columns: " + columns + " (expected: " + types.size() + ", at least 1)");
        }
        String hash = "0";
        for (int i = 0; i < types.size(); i++) {
            hash = hash(types.get(i), columns.get(i), hash);
        }
        return "((" + hash + " >> 48) & 65535)";
    }

    /** A call of the type's extended hash function; both arguments as they shall stand in the text. */
    static String hash(KeyType type, String column, String seed) {
        String argument = type == KeyType.DATE ? "(" + column + " - DATE '2000-01-01')" : column;
        return "pg_catalog." + function(type) + "(" + argument + ", " + seed + ")";
    }

    private static String function(KeyType type) {
        return switch (type) {
            case INT2 -> "hashint2extended";
            case INT4, DATE -> "hashint4extended";
            case INT8 -> "hashint8extended";
            case TEXT -> "hashtextextended";
            case BPCHAR -> "hashbpcharextended";
            case UUID -> "uuid_hash_extended";
            case NUMERIC -> "hash_numeric_extended";
        };
    }
}
