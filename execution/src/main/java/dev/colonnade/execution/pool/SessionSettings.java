package dev.colonnade.execution.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session has said with startup parameters, SET and RESET: an immutable map from setting to value, by lower-case name. Two sessions
 * that said the same have equal settings, so a connection that served one serves the other as it is.
 */
public final class SessionSettings {
    private static final String MERGING = "datestyle";
    private static final String MERGING_REPORTED = "DateStyle";
    private static final String ROLE = "role";
    private static final String SESSION_AUTHORIZATION = "session_authorization";

    /** The settings that PostgreSQL folds into a statement at Parse. */
    private static final List<String> FOLDED = List.of(
            "timezone",
            MERGING,
            "intervalstyle",
            "search_path",
            "lc_monetary",
            "standard_conforming_strings",
            "transform_null_equals",
            ROLE,
            SESSION_AUTHORIZATION);

    /** Nothing said: the server's defaults. */
    public static final SessionSettings NONE = new SessionSettings(Map.of());

    private final Map<String, Value> values;
    private final String folded;

    public SessionSettings(Map<String, Value> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.folded = fold(values);
    }

    public Map<String, Value> values() {
        return values;
    }

    /** A setting's value. */
    public sealed interface Value {
        /** As it was said last. */
        String text();

        /** As a client wrote it behind SET name TO; it may be a list. */
        record Sql(String text) implements Value {}

        /** A plain string, as in a startup packet. */
        record Plain(String text) implements Value {}

        /**
         * Said of a setting that PostgreSQL merges with what it was: {@code DateStyle} ISO after German leaves German's order of day and month.
         *
         * @param before what it was; null for the server's default
         */
        record Merged(@Nullable Value before, Value said) implements Value {
            @Override
            public String text() {
                return said.text();
            }
        }
    }

    /** The later value counts, and stands behind what was said before it. */
    public SessionSettings with(String name, Value value) {
        Map<String, Value> changed = new LinkedHashMap<>(values);
        Value before = changed.remove(name);
        changed.put(
                name,
                name.equals(MERGING) && !(value instanceof Value.Merged) ? new Value.Merged(before, value) : value);
        if (name.equals(SESSION_AUTHORIZATION)) {
            changed.remove(ROLE);
        }
        return new SessionSettings(changed);
    }

    /** With the whole of a merged value as the server reports it, so that the history behind it can be forgotten. */
    public SessionSettings reported(Map<String, String> parameters) {
        String whole = parameters.get(MERGING_REPORTED);
        if (whole == null
                || !(values.get(MERGING) instanceof Value.Merged(Value before, Value said))
                || before == null) {
            return this;
        }
        Map<String, Value> changed = new LinkedHashMap<>(values);
        changed.put(MERGING, new Value.Plain(whole));
        return new SessionSettings(changed);
    }

    public SessionSettings without(String name) {
        if (!values.containsKey(name)) {
            return this;
        }
        Map<String, Value> changed = new LinkedHashMap<>(values);
        changed.remove(name);
        return new SessionSettings(changed);
    }

    /** What must be equal for two sessions to share a prepared statement, as one string. */
    public String folded() {
        return folded;
    }

    private static String fold(Map<String, Value> values) {
        StringBuilder text = new StringBuilder();
        for (String name : FOLDED) {
            Value value = values.get(name);
            if (value != null) {
                text.append(name).append('=').append(value).append(';');
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof SessionSettings that && values.equals(that.values));
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /**
     * Statements that bring a session from these settings to {@code target}; empty where nothing differs.
     *
     * <p>A role that isn't the login's own comes off first, as it may not be allowed to change the others, and session_authorization takes the
     * role with it.
     */
    public List<String> changesTo(SessionSettings target) {
        if (values.equals(target.values)) {
            return List.of();
        }
        List<String> statements = new ArrayList<>();
        Map<String, Value> now = new LinkedHashMap<>(values);
        for (String identity : List.of(ROLE, SESSION_AUTHORIZATION)) {
            if (now.remove(identity) != null) {
                statements.add("RESET " + quoted(identity));
            }
        }
        for (String name : now.keySet()) {
            if (!target.values.containsKey(name)) {
                statements.add("RESET " + quoted(name));
            }
        }
        target.values.forEach((name, value) -> {
            Value had = now.get(name);
            if (!value.equals(had)) {
                addStatements(name, value, had != null, statements);
            }
        });
        return statements;
    }

    private static void addStatements(String name, Value value, boolean set, List<String> out) {
        switch (value) {
            case Value.Sql(String text) -> out.add("SET " + quoted(name) + " TO " + text);
            case Value.Plain(String text) ->
                out.add("SELECT pg_catalog.set_config(" + literal(name) + ", " + literal(text) + ", false)");
            case Value.Merged(Value before, Value said) -> {
                if (before != null) {
                    addStatements(name, before, set, out);
                } else if (set) {
                    out.add("RESET " + quoted(name));
                }
                addStatements(name, said, true, out);
            }
        }
    }

    private static String quoted(String name) {
        StringBuilder text = new StringBuilder();
        for (String part : name.split("\\.", -1)) {
            if (!text.isEmpty()) {
                text.append('.');
            }
            text.append('"').append(part.replace("\"", "\"\"")).append('"');
        }
        return text.toString();
    }

    private static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
