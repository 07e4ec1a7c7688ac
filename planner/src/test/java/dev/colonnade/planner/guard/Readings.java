package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colonnade.planner.ast.Statement;
import org.jspecify.annotations.Nullable;

/** Two readings of one text. */
final class Readings {
    private Readings() {}

    /** Where they differ; null where they don't, and for kinds of statements of which only the kind matters. */
    static @Nullable String difference(String sql, Statement ours, JsonNode theirs) {
        Node pg = theirs(sql, theirs);
        return pg == null ? null : Node.difference(ours(sql, ours), pg);
    }

    static Node ours(String sql, Statement statement) {
        Node node = OwnStatements.of(statement);
        return node == null ? OwnUtilities.of(sql, statement) : node;
    }

    static @Nullable Node theirs(String sql, JsonNode statement) {
        Node node = PgStatements.of(sql, statement);
        return node == null ? PgUtilities.of(sql, statement) : node;
    }
}
