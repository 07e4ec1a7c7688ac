package dev.colonnade.server.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a new session of the catalogue home would be told of its settings in ParameterStatus messages, to be told to clients.
 * Immutable.
 *
 * @param values by PostgreSQL's names, in the order in which to tell them
 */
public record ServerParameters(Map<String, String> values) {
    /** What PostgreSQL reports by itself, and its search_path, which it does from 18 on. */
    private static final List<String> NAMES = List.of(
            "server_version",
            "server_encoding",
            "integer_datetimes",
            "standard_conforming_strings",
            "DateStyle",
            "IntervalStyle",
            "TimeZone",
            "in_hot_standby",
            "default_transaction_read_only",
            "is_superuser",
            "session_authorization",
            "scram_iterations",
            "search_path");

    /** Without those that this major version doesn't have. */
    private static final String SETTINGS = """
            SELECT name, value
            FROM unnest(?::text[]) WITH ORDINALITY AS n (name, place), current_setting(name, true) AS value
            WHERE value IS NOT NULL
            ORDER BY place
            """;

    /** The driver sets these when it connects, so a JDBC connection can't tell what they would be without it. */
    private static final Map<String, String> SET_BY_DRIVER = Map.of("DateStyle", "ISO, MDY", "TimeZone", "GMT");

    public ServerParameters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Reads them from a database. DateStyle and TimeZone are PostgreSQL's defaults, since the driver hides the server's: put a
     * native connection's {@linkplain #withReported reports} over them.
     */
    public static ServerParameters load(Connection connection) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SETTINGS)) {
            statement.setArray(1, connection.createArrayOf("text", NAMES.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString("name");
                    values.put(name, SET_BY_DRIVER.getOrDefault(name, rows.getString("value")));
                }
            }
        }
        return new ServerParameters(values);
    }

    /** The same with what a server has reported to a native connection that set nothing itself. */
    public ServerParameters withReported(Map<String, String> reported) {
        Map<String, String> merged = new LinkedHashMap<>(values);
        NAMES.forEach(name -> {
            String value = reported.get(name);
            if (value != null) {
                merged.put(name, value);
            }
        });
        return new ServerParameters(merged);
    }
}
