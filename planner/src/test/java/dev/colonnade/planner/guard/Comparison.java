package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.StatementParser;
import java.io.IOException;

/** What became of one text read by both. */
record Comparison(Verdict verdict, String detail) {
    enum Verdict {
        /** PostgreSQL takes it, and we read it as PostgreSQL does. */
        SAME,
        /** PostgreSQL takes it, we don't. */
        REFUSED,
        /** Both take it for something else. */
        MISREAD,
        /** PostgreSQL has a syntax error, or more than one statement. */
        NOT_SQL
    }

    static Comparison of(String sql, PgReader reader) throws IOException {
        return of(sql, reader.read(sql));
    }

    static Comparison of(String sql, JsonNode theirs) {
        if (theirs.has("error") || theirs.path("stmts").size() != 1) {
            return new Comparison(Verdict.NOT_SQL, Json.text(theirs, "error"));
        }
        return switch (StatementParser.parse(sql)) {
            case ParseOutcome.Failed failed -> {
                int from = Math.min(failed.position(), sql.length());
                String near = sql.substring(from, Math.min(sql.length(), from + 60));
                yield new Comparison(Verdict.REFUSED, failed.message() + ": " + near.replace('\n', ' '));
            }
            case ParseOutcome.Parsed parsed -> compare(sql, parsed.statement(), theirs);
        };
    }

    /** Compares a reading of ours with PostgreSQL's of {@code sql}. */
    static Comparison compare(String sql, Statement ours, JsonNode theirs) {
        String difference =
                Readings.difference(sql, ours, theirs.path("stmts").path(0).path("stmt"));
        if (difference == null) {
            return new Comparison(Verdict.SAME, "");
        }
        return new Comparison(difference.startsWith("ours: refused") ? Verdict.REFUSED : Verdict.MISREAD, difference);
    }
}
