package dev.colonnade.planner.sql;

import java.util.Set;

/** The names in a text, whatever they mean there. */
public final class Identifiers {
    private Identifiers() {}

    /** All words and quoted identifiers, as PostgreSQL folds them. */
    public static Set<String> in(String text) {
        return PgLexer.scan(text, true).names();
    }
}
