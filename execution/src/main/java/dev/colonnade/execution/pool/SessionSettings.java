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
    /** The settings that PostgreSQL folds into a statement at Parse. */
    private static final List<String> FOLDED = List.of(
            "timezone",
            "datestyle",
            "intervalstyle",
            "search_path",
            "lc_monetary",
            "standard_conforming_strings",
            "transform_null_equals",
            "role",
            "session_authorization");

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
        /** As a client wrote it behind SET name TO; it may be a list. */
        record Sql(String text) implements Value {}

        /** A plain string, as in a startup packet. */
        record Plain(String text) implements Value {}
    }

    public SessionSettings with(String name, Value value) {
        Map<String, Value> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
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

    /** Statements that bring a session from these settings to {@code target}; empty where nothing differs. */
    public List<String> changesTo(SessionSettings target) {
        List<String> statements = new ArrayList<>();
        for (String name : values.keySet()) {
            if (!target.values.containsKey(name)) {
                statements.add("RESET " + quoted(name));
            }
        }
        target.values.forEach((name, value) -> {
            if (!value.equals(values.get(name))) {
                statements.add(statement(name, value));
            }
        });
        return statements;
    }

    private static String statement(String name, Value value) {
        return switch (value) {
            case Value.Sql(String text) -> "SET " + quoted(name) + " TO " + text;
            case Value.Plain(String text) ->
                "SELECT pg_catalog.set_config(" + literal(name) + ", " + literal(text) + ", false)";
        };
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
