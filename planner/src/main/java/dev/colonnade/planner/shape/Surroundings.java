package dev.colonnade.planner.shape;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query block is in.
 *
 * @param outer the columns that it may refer to beyond its own
 * @param ctes the common table expressions in sight
 * @param place where the rows are that it is worked out for; null where it is worked out once for all
 * @param filters whether a row of the block around it matters only if this block yields a row for it: EXISTS and IN as conjuncts of WHERE
 * @param operands for {@code (a, b) IN (query)}: a and b; null elements where that isn't a column; empty otherwise
 * @param nullsDecide whether a NULL among the query's rows changes the answer, as with NOT IN
 */
record Surroundings(
        @Nullable Scope outer,
        CteEnvironment ctes,
        @Nullable Place place,
        boolean filters,
        List<@Nullable Node> operands,
        boolean nullsDecide) {

    static Surroundings top() {
        return of(null, CteEnvironment.EMPTY, null);
    }

    static Surroundings of(@Nullable Scope outer, CteEnvironment ctes, @Nullable Place place) {
        return new Surroundings(outer, ctes, place, false, List.of(), false);
    }

    Surroundings withCtes(CteEnvironment environment) {
        return new Surroundings(outer, environment, place, filters, operands, nullsDecide);
    }

    /** For a query of which not every row that the outside asks for is one of the inside. */
    Surroundings opaque() {
        return new Surroundings(outer, ctes, place, false, List.of(), false);
    }
}
