package dev.colonnade.planner.plan;

import java.util.List;

/**
 * Rows that a staged statement moves to its finisher (D5): what several databases give of one relation, or their partial aggregates.
 *
 * <p>All fragments that one database gives travel as one statement, so that they share a snapshot. Its columns: {@code _f}, the fragment's
 * number from 0 (int2), then those of fragment 0, those of fragment 1, ...; a row has NULL in all columns of other fragments.
 *
 * @param name what it is rows of, for EXPLAIN and messages
 * @param columns by which names the final query knows them; one or more
 * @param shape a query without rows that has the columns' types and collations, for the finisher; it may name the client's parameters
 */
public record Fragment(String name, List<String> columns, String shape) {
    public Fragment {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns of " + name + ": 0 (expected: >= 1)");
        }
    }
}
