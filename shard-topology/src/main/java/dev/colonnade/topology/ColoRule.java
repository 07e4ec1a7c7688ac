package dev.colonnade.topology;

import java.util.List;

/**
 * A table that is created with all of these columns joins the colo; they become its key columns.
 *
 * @param colo the colo's name
 * @param columns at least one
 */
public record ColoRule(String colo, List<String> columns) {
    public ColoRule {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "columns of the rule for colo " + colo + ": [] (expected: at least one)");
        }
    }
}
