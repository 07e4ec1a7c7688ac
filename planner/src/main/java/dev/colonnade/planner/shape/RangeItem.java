package dev.colonnade.planner.shape;

import dev.colonnade.topology.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One item of FROM: a table occurrence, a derived table, a function. */
public final class RangeItem {
    private final @Nullable String qualifier;
    private final @Nullable TableName table;
    private final boolean aliased;
    private final Map<String, Node> columns;
    private final boolean complete;
    private final Distribution distribution;

    /**
     * @param qualifier the name that columns may be qualified with; null for none
     * @param table for a table occurrence
     * @param columns in order
     * @param complete whether it has no others
     */
    RangeItem(
            @Nullable String qualifier,
            @Nullable TableName table,
            boolean aliased,
            Map<String, Node> columns,
            boolean complete,
            Distribution distribution) {
        this.qualifier = qualifier;
        this.table = table;
        this.aliased = aliased;
        this.columns = new LinkedHashMap<>(columns);
        this.complete = complete;
        this.distribution = distribution;
    }

    /** The same item with its first columns renamed, as in {@code FROM t AS x (a, b)}. */
    RangeItem renamed(List<String> names) {
        if (names.isEmpty()) {
            return this;
        }
        Map<String, Node> renamed = new LinkedHashMap<>();
        List<Node> nodes = new ArrayList<>(columns.values());
        List<String> old = new ArrayList<>(columns.keySet());
        if (complete) {
            for (int i = 0; i < nodes.size(); i++) {
                renamed.put(i < names.size() ? names.get(i) : old.get(i), nodes.get(i));
            }
        }
        return new RangeItem(qualifier, table, true, renamed, complete, distribution);
    }

    /** The name that its columns may be qualified with; null for none. */
    public @Nullable String qualifier() {
        return qualifier;
    }

    /** Whether {@code schema.name} is this item: only a table without an alias has a schema. */
    boolean isTable(String schema, String name) {
        return table != null
                && !aliased
                && table.schema().equals(schema)
                && table.name().equals(name);
    }

    Optional<Node> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    boolean has(Node node) {
        return columns.containsValue(node);
    }

    /** All known columns, in order. */
    public List<Node> columns() {
        return List.copyOf(columns.values());
    }

    /** The names of all known columns, in order: those of {@link #columns()}. */
    public List<String> columnNames() {
        return List.copyOf(columns.keySet());
    }

    /** Whether all columns are known. */
    public boolean complete() {
        return complete;
    }

    Distribution distribution() {
        return distribution;
    }
}
