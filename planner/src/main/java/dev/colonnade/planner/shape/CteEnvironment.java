package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Query;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The common table expressions that a name in FROM can mean. */
record CteEnvironment(Map<String, Definition> definitions) {
    static final CteEnvironment EMPTY = new CteEnvironment(Map.of());

    /** What a name stands for. */
    sealed interface Definition {}

    /** A WITH query; each reference is shaped anew, as if it stood there. */
    record Common(
            Query.Cte cte, boolean recursive, @Nullable Scope outer, CteEnvironment environment)
            implements Definition {}

    /** The name of a recursive query inside itself. */
    record Itself(RangeItem item) implements Definition {}

    CteEnvironment with(String name, Definition definition) {
        Map<String, Definition> all = new LinkedHashMap<>(definitions);
        all.put(name, definition);
        return new CteEnvironment(Map.copyOf(all));
    }

    @Nullable
    Definition find(String name) {
        return definitions.get(name);
    }
}
