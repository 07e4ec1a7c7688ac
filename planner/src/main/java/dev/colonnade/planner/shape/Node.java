package dev.colonnade.planner.shape;

import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.topology.key.KeyType;
import org.jspecify.annotations.Nullable;

/**
 * One column of one item of FROM: what equalities are between. Compared by identity: the same table twice in FROM has its columns twice.
 */
public final class Node {
    private final String name;
    private final @Nullable KeyType type;
    private final ValueType valueType;

    Node(String name, @Nullable KeyType type, ValueType valueType) {
        this.name = name;
        this.type = type;
        this.valueType = valueType;
    }

    /**
     * How values of a column compare and are stored, as far as known.
     *
     * @param oid 0 where it isn't known
     * @param collation null where it isn't known
     * @param modifier what stands in parentheses behind the type's name: a value is rounded or cut to it when it is stored; empty for none
     */
    public record ValueType(int oid, @Nullable Collation collation, String modifier) {
        private static final String SEVERAL = "?";

        ValueType(int oid, @Nullable Collation collation) {
            this(oid, collation, "");
        }

        static ValueType of(ColumnInfo column) {
            int at = column.type().indexOf('(');
            return new ValueType(
                    column.typeOid(),
                    column.collation(),
                    at < 0 ? "" : column.type().substring(at));
        }

        /** Of a column that has the values of both. */
        ValueType or(ValueType other) {
            return modifier.equals(other.modifier) ? this : new ValueType(oid, collation, SEVERAL);
        }

        public static final ValueType UNKNOWN = new ValueType(0, null);

        /** What a shard key's column must be even where the catalogue is silent; character types only compare equal for certain. */
        static ValueType ofKey(KeyType type) {
            return switch (type) {
                case INT2 -> new ValueType(21, Collation.NONE);
                case INT4 -> new ValueType(23, Collation.NONE);
                case INT8 -> new ValueType(20, Collation.NONE);
                case UUID -> new ValueType(2950, Collation.NONE);
                case NUMERIC -> new ValueType(1700, Collation.NONE);
                case DATE -> new ValueType(1082, Collation.NONE);
                case TEXT -> new ValueType(25, Collation.OTHER);
                case BPCHAR -> new ValueType(1042, Collation.OTHER);
            };
        }
    }

    public String name() {
        return name;
    }

    /** The column's type where it could hold a shard key; null for other and for unknown types. */
    public @Nullable KeyType type() {
        return type;
    }

    public ValueType valueType() {
        return valueType;
    }

    /** Whether an equality of the two columns is an equality of key values: same family, compared bit by bit. */
    boolean comparesWith(Node other) {
        return type != null
                && other.type != null
                && (type == other.type || (type.isInteger() && other.type.isInteger()))
                && valueType.collation() != Collation.NONDETERMINISTIC
                && other.valueType.collation() != Collation.NONDETERMINISTIC;
    }

    /** Whether a value of the other column is stored in this one as it is. */
    boolean stores(Node other) {
        return comparesWith(other)
                && (valueType.modifier().isEmpty() || valueType.modifier().equals(other.valueType.modifier()));
    }

    @Override
    public String toString() {
        return name;
    }
}
