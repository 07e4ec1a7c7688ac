package dev.colonnade.planner.plan;

import java.util.List;
import java.util.Set;

/**
 * What the finisher of a staged statement runs: the client's text, in which fragments' rows stand for what was moved. The client's parameters
 * keep their numbers.
 *
 * @param parts strung together
 * @param provisos all must hold, or the statement is refused before anything is moved
 */
public record FinalQuery(List<Part> parts, List<Proviso> provisos) {
    public FinalQuery {
        parts = List.copyOf(parts);
        provisos = List.copyOf(provisos);
    }

    /** A piece of the text. */
    public sealed interface Part {
        /** As it stands here. */
        record Text(String sql) implements Part {}

        /** An item of FROM, without an alias, that has the fragment's rows. */
        record Rows(int fragment) implements Part {}

        /** Behind a sum of the column's values: a cast to the column's own type where sum() widens it. */
        record Narrowed(int fragment, int column) implements Part {}
    }

    /**
     * What must be true of a fragment's column, which only its database knows.
     *
     * @param typeOids the types that it may have
     * @param otherwise why it is refused if not
     */
    public record Proviso(int fragment, int column, Set<Integer> typeOids, String otherwise) {
        public Proviso {
            typeOids = Set.copyOf(typeOids);
        }
    }
}
