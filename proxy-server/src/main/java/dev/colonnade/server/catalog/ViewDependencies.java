package dev.colonnade.server.catalog;

import dev.colonnade.topology.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What views read, also through other views. A materialized view ends the search: who reads it doesn't read what it was made
 * from.
 */
final class ViewDependencies {
    private final Map<Integer, Map<Integer, Source>> sources = new HashMap<>();
    private final Set<Integer> callers = new HashSet<>();

    /** A relation that a view names. */
    private record Source(TableName name, boolean isView) {}

    void reads(int view, int relation, TableName name, boolean isView) {
        sources.computeIfAbsent(view, v -> new LinkedHashMap<>()).put(relation, new Source(name, isView));
    }

    /** A partition has what its parent has, and a view of it reads that. */
    void childOf(int child, int parent, TableName name) {
        reads(child, parent, name, false);
    }

    void callsFunction(int view) {
        callers.add(view);
    }

    /** Every relation that a view reads or a table is a child of, in order of names. */
    List<TableName> readBy(int view) {
        return reachable(view).values().stream().map(Source::name).sorted().toList();
    }

    /** Whether a function that isn't built in runs when the view is read. */
    boolean callsFunctions(int view) {
        return callers.contains(view)
                || reachable(view).entrySet().stream()
                        .anyMatch(source -> source.getValue().isView() && callers.contains(source.getKey()));
    }

    private Map<Integer, Source> reachable(int view) {
        Map<Integer, Source> found = new LinkedHashMap<>();
        collect(view, found);
        return found;
    }

    private void collect(int view, Map<Integer, Source> found) {
        sources.getOrDefault(view, Map.of()).forEach((relation, source) -> {
            if (found.putIfAbsent(relation, source) == null) {
                collect(relation, found);
            }
        });
    }
}
