package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Relation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** ON CONFLICT on a sharded table: only where two conflicting rows are always on one database. */
final class ConflictRules {
    private ConflictRules() {}

    static void check(Statement.Insert insert, Relation.Sharded table) {
        Statement.OnConflict conflict = insert.onConflict();
        if (conflict == null) {
            return;
        }
        List<String> keys = table.placement().keyColumns();
        if (!conflict.target().isEmpty()) {
            Set<String> columns = conflict.target().stream()
                    .map(expr -> expr instanceof Expr.ColumnRef reference ? reference.column() : "")
                    .collect(Collectors.toSet());
            if (!columns.containsAll(keys)) {
                throw arbiter(conflict, table, "It is decided by other columns");
            }
        } else if (!allKeysIncludeShardKey(table, keys)) {
            throw arbiter(conflict, table, "Some unique constraint of the table is without it");
        }
        for (Statement.Assignment assignment : conflict.assignments()) {
            for (String key : keys) {
                if (assignment.columns().contains(key) && !isExcluded(assignment, key)) {
                    throw Refusals.refuse(
                            assignment.span(),
                            RefusalCode.KEY_UPDATE,
                            "cannot update shard key column \"" + key + "\" of \""
                                    + table.name().name() + "\"",
                            "A row with another key may belong to another database.",
                            "Leave it out of DO UPDATE SET: the conflicting rows have the same " + key + ".");
                }
            }
        }
    }

    private static boolean allKeysIncludeShardKey(Relation.Sharded table, List<String> keys) {
        RelationInfo info = table.info();
        return info == null || info.keys().stream().allMatch(unique -> unique.containsAll(keys));
    }

    private static boolean isExcluded(Statement.Assignment assignment, String key) {
        return assignment.columns().size() == 1
                && assignment.value() instanceof Expr.ColumnRef reference
                && reference.parts().equals(List.of("excluded", key));
    }

    private static RuntimeException arbiter(Statement.OnConflict conflict, Relation.Sharded table, String why) {
        String keys = String.join(", ", table.placement().keyColumns());
        return Refusals.refuse(
                conflict.span(),
                RefusalCode.CONFLICT_ARBITER,
                "cannot decide a conflict on \"" + table.name().name() + "\" without its shard key",
                why + ", so the conflicting row may be on another database (shard key: " + keys + ").",
                "Use a unique constraint with the shard key: ON CONFLICT (" + keys + ", ...).");
    }
}
