package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colonnade.planner.ast.Statement;
import org.jspecify.annotations.Nullable;

/** Two readings of one text. */
final class Readings {
    private Readings() {}

    /** Where they differ; null where they don't. */
    static @Nullable String difference(String sql, Statement ours, JsonNode theirs) {
        Node own = OwnStatements.of(ours);
        Node pg = PgStatements.of(sql, theirs);
        if (own == null && pg == null) {
            return null;
        }
        if (own == null || pg == null) {
            return "ours: " + ours.getClass().getSimpleName() + "\n  theirs: " + Json.kind(theirs);
        }
        return Node.difference(own, pg);
    }
}
