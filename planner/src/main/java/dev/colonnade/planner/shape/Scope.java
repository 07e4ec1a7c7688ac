package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns that an expression can name: those of its block's FROM, then those of the blocks around it. */
public final class Scope {
    /** Nothing in sight. */
    static final Scope EMPTY = new Scope(List.of(), Map.of(), null);

    private static final Set<String> SYSTEM_COLUMNS = Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

    private final List<RangeItem> items;
    private final Map<String, Node> merged;
    private final @Nullable Scope outer;

    /** @param merged the columns that JOIN ... USING made one of two: what their unqualified names mean */
    Scope(List<RangeItem> items, Map<String, Node> merged, @Nullable Scope outer) {
        this.items = List.copyOf(items);
        this.merged = Map.copyOf(merged);
        this.outer = outer;
    }

    /** The items of both, in order. */
    Scope and(Scope right) {
        List<RangeItem> all = new ArrayList<>(items);
        all.addAll(right.items);
        Map<String, Node> columns = new LinkedHashMap<>(merged);
        columns.putAll(right.merged);
        return new Scope(all, columns, outer);
    }

    /** The same items with another surrounding. */
    Scope within(@Nullable Scope surrounding) {
        return new Scope(items, merged, surrounding);
    }

    /** The same with another column of two. */
    Scope withMerged(String name, Node column) {
        Map<String, Node> columns = new LinkedHashMap<>(merged);
        columns.put(name, column);
        return new Scope(items, columns, outer);
    }

    public List<RangeItem> items() {
        return items;
    }

    boolean hasMergedColumns() {
        return !merged.isEmpty();
    }

    /** Whether the column belongs to this block itself. */
    boolean isLocal(Node node) {
        return merged.containsValue(node) || items.stream().anyMatch(item -> item.has(node));
    }

    /** Whether the column belongs to the block directly around this one. */
    boolean isOfParent(Node node) {
        return outer != null && outer.isLocal(node);
    }

    /** The column that a reference means; empty where that isn't certain. */
    public Optional<Node> resolve(Expr.ColumnRef reference) {
        int parts = reference.parts().size();
        return parts == 1 ? unqualified(reference.column()) : qualified(reference.parts());
    }

    /** Whether there is no such column for certain: all columns in sight are known, and it is none of them. */
    public boolean lacks(Expr.ColumnRef reference) {
        if (reference.parts().size() > 1) {
            return false;
        }
        String name = reference.column();
        for (Scope scope = this; scope != null; scope = scope.outer) {
            boolean possible = scope.merged.containsKey(name)
                    || scope.items.stream()
                            .anyMatch(item -> !item.complete()
                                    || name.equals(item.qualifier())
                                    || item.column(name).isPresent());
            if (possible) {
                return false;
            }
        }
        return !SYSTEM_COLUMNS.contains(name);
    }

    /** The items that {@code q.*} or {@code *} expands to; empty where that isn't certain. */
    public List<RangeItem> expand(Expr.Star star) {
        if (star.qualifier().isEmpty()) {
            return items;
        }
        return items.stream()
                .filter(item -> matches(item, star.qualifier()))
                .limit(1)
                .toList();
    }

    private Optional<Node> unqualified(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Node one = scope.merged.get(name);
            if (one != null) {
                return Optional.of(one);
            }
            List<Node> hits = scope.items.stream()
                    .flatMap(item -> item.column(name).stream())
                    .toList();
            if (!hits.isEmpty()) {
                return hits.size() == 1 ? Optional.of(hits.getFirst()) : Optional.empty();
            }
            if (scope.items.stream().anyMatch(item -> !item.complete())) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<Node> qualified(List<String> parts) {
        List<String> qualifier = parts.subList(0, parts.size() - 1);
        for (Scope scope = this; scope != null; scope = scope.outer) {
            for (RangeItem item : scope.items) {
                if (matches(item, qualifier)) {
                    return item.column(parts.getLast());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean matches(RangeItem item, List<String> qualifier) {
        String last = qualifier.getLast();
        return qualifier.size() == 1
                ? last.equals(item.qualifier())
                : item.isTable(qualifier.get(qualifier.size() - 2), last);
    }
}
