package dev.colonnade.topology;

import java.util.List;

/**
 * A table's name with its schema, as the catalogue holds it: already folded, without quotes.
 *
 * @param schema not empty
 * @param name not empty
 */
public record TableName(String schema, String name) implements Comparable<TableName> {
    /** The schema of a name that is written without one. */
    public static final String DEFAULT_SCHEMA = "public";

    public TableName {
        if (schema.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("table: '" + schema + "'.'" + name + "' (expected: names)");
        }
    }

    /**
     * The table that {@code text} names: {@code orders}, {@code sales.orders} or {@code sales."Orders"}. Folds to lower
     * case what isn't quoted, as SQL does.
     *
     * @throws IllegalArgumentException if it isn't one identifier or two with a point between them
     */
    public static TableName of(String text) {
        List<String> parts = Identifiers.parse(text);
        return switch (parts.size()) {
            case 1 -> new TableName(DEFAULT_SCHEMA, parts.getFirst());
            case 2 -> new TableName(parts.getFirst(), parts.getLast());
            default -> throw new IllegalArgumentException("table: '" + text + "' (expected: name or schema.name)");
        };
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    /** {@code schema.name}, each part quoted where {@link #of} would otherwise read something else. */
    @Override
    public String toString() {
        return Identifiers.print(schema) + "." + Identifiers.print(name);
    }
}
