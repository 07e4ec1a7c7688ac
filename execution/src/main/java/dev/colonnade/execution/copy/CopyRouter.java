package dev.colonnade.execution.copy;

import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.key.KeyAssignment;
import dev.colonnade.topology.key.KeyText;
import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.LogicalShardId;
import dev.colonnade.topology.key.ShardKeyValue;
import dev.colonnade.wire.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the database of a row by its shard key. Not thread-safe.
 *
 * <p>Hot: once a row. A key of one integer column is read byte by byte; other keys cost a String each.
 */
public final class CopyRouter {
    /** The row's home can't be proven: PostgreSQL refuses such a row, or whoever asks has to. */
    public static final int UNPROVEN = -1;

    private static final String NOT_NULL_VIOLATION = "23502";

    /** Digits that fit a long without looking. */
    private static final int DIGITS_MAX = 18;

    private final String table;
    private final CopyFields fields;
    private final Placement placement;
    private final List<KeyType> types;
    private final List<KeyColumn> columns;
    private final @Nullable KeyType integerType;

    /** By logical shard: the index of its home among the databases. */
    private final int[] homes;

    /**
     * A column of the shard key.
     *
     * @param name for options that name columns
     * @param type the column's own type as {@code format_type} prints it, with its modifier
     * @param position of its field in each row, from 0
     */
    public record KeyColumn(String name, String type, int position) {}

    /**
     * A router for one COPY.
     *
     * @param table its name, for messages
     * @param types of the key's columns in the placement
     * @param columns of the key, in the key's order
     * @param holders the databases; {@link #route} answers with indexes into it
     * @throws IllegalArgumentException if a home of the placement isn't among them
     */
    public CopyRouter(
            String table,
            CopyFormat format,
            Placement placement,
            List<KeyType> types,
            List<KeyColumn> columns,
            List<PhysicalShardId> holders) {
        this.table = table;
        this.fields = new CopyFields(
                format,
                columns.stream().map(KeyColumn::position).toList(),
                columns.stream().map(KeyColumn::name).toList());
        this.placement = placement;
        this.types = List.copyOf(types);
        this.columns = List.copyOf(columns);
        Optional<KeyType> only =
                columns.size() == 1 ? KeyType.ofTypeName(columns.getFirst().type()) : Optional.empty();
        this.integerType = only.filter(KeyType::isInteger).orElse(null);
        this.homes = new int[placement.logicalShards()];
        for (int i = 0; i < homes.length; i++) {
            homes[i] = holders.indexOf(placement.homeOf(new LogicalShardId(i)));
            if (homes[i] < 0) {
                throw new IllegalArgumentException(
                        "holders: " + holders + " (expected: the home of logical shard " + i + ")");
            }
        }
    }

    /**
     * The index of the database of the row at hand.
     *
     * @return {@link #UNPROVEN} for a row without the key's fields, a key that is NULL, the column's default or not of its type, or one
     *     that can't be read for certain. PostgreSQL refuses most of them, whichever database it is; for the others see {@link #refusal}
     */
    public int route(CopyRows rows) {
        fields.read(rows.bytes(), rows.start(), rows.contentEnd());
        for (int i = 0; i < columns.size(); i++) {
            if (fields.kind(i) != CopyFields.Kind.TEXT) {
                return UNPROVEN;
            }
        }
        int home = integerType == null ? UNPROVEN : routeInteger(integerType);
        return home == UNPROVEN ? routeValues() : home;
    }

    /** What to say of the row at hand, which has no home, where PostgreSQL doesn't refuse it. */
    public CopyException refusal(CopyRows rows) {
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i).name();
            if (fields.kind(i) == CopyFields.Kind.NULL) {
                return new CopyException(
                        NOT_NULL_VIOLATION,
                        "null value in column \"" + column + "\" of relation \"" + table
                                + "\" violates not-null constraint",
                        "It is the shard key: each row has to have one.",
                        rows.line(),
                        column);
            }
            if (fields.kind(i) == CopyFields.Kind.DEFAULT) {
                return unread("the default of shard key column \"" + column + "\"", column, rows);
            }
        }
        String column = columns.getFirst().name();
        return unread("this value of shard key column \"" + column + "\"", column, rows);
    }

    private static CopyException unread(String what, String column, CopyRows rows) {
        return new CopyException(
                SqlState.FEATURE_NOT_SUPPORTED,
                "COPY can't tell the shard of a row by " + what,
                "Write the key as PostgreSQL prints it, a date as yyyy-mm-dd.",
                rows.line(),
                column);
    }

    /** Plain digits only; everything else goes the longer way. */
    private int routeInteger(KeyType type) {
        byte[] in = fields.source(0);
        int i = fields.start(0);
        int end = fields.end(0);
        boolean negative = i < end && in[i] == '-';
        if (negative) {
            i++;
        }
        if (i == end || end - i > DIGITS_MAX) {
            return UNPROVEN;
        }
        long value = 0;
        for (; i < end; i++) {
            int digit = in[i] - '0';
            if (digit < 0 || digit > 9) {
                return UNPROVEN;
            }
            value = value * 10 + digit;
        }
        value = negative ? -value : value;
        boolean fits = type == KeyType.INT8 || (type == KeyType.INT4 ? value == (int) value : value == (short) value);
        return fits ? homes[placement.locate(value).value()] : UNPROVEN;
    }

    private int routeValues() {
        List<ShardKeyValue> key = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            String text = fields.text(i);
            String type = columns.get(i).type();
            Optional<ShardKeyValue> stored = text == null
                    ? Optional.empty()
                    : KeyType.ofTypeName(type)
                            .flatMap(known -> KeyText.parse(known, text))
                            .flatMap(value -> KeyAssignment.stored(type, value));
            if (stored.isEmpty()) {
                return UNPROVEN;
            }
            key.add(stored.get());
        }
        return homes[placement.locate(types, key).value()];
    }
}
