package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Query;
import org.jspecify.annotations.Nullable;

/** The common table expressions that a name in FROM can mean: each environment adds one to the one around it. */
final class CteEnvironment {
    static final CteEnvironment EMPTY = new CteEnvironment(null, "", null);

    private final @Nullable CteEnvironment around;
    private final String name;
    private final @Nullable Definition definition;

    private CteEnvironment(@Nullable CteEnvironment around, String name, @Nullable Definition definition) {
        this.around = around;
        this.name = name;
        this.definition = definition;
    }

    /** What a name stands for. */
    sealed interface Definition {}

    /** A WITH query; each reference is shaped anew, as if it stood there. */
    record Common(
            Query.Cte cte, boolean recursive, @Nullable Scope outer, CteEnvironment environment)
            implements Definition {}

    /** The name of a recursive query inside itself. */
    record Itself(RangeItem item) implements Definition {}

    /** A name that WITH RECURSIVE defines further on, or just here: in sight all the same. */
    record Later(Query.Cte cte) implements Definition {}

    CteEnvironment with(String newName, Definition newDefinition) {
        return new CteEnvironment(this, newName, newDefinition);
    }

    @Nullable
    Definition find(String wanted) {
        for (CteEnvironment at = this; at != null; at = at.around) {
            if (at.name.equals(wanted) && at.definition != null) {
                return at.definition;
            }
        }
        return null;
    }
}
