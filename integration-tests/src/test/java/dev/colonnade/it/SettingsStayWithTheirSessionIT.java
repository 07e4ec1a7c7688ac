package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.wire.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What one session sets, however it ends, no other session sees: each sequence runs on its own connection, then fresh ones look at every
 * database's settings through the same pools.
 */
final class SettingsStayWithTheirSessionIT {
    /** Keys on every database that has rows. */
    private static final List<Integer> KEYS = List.of(7, 2, 6, -3, 0, 1, 3, 4, 5);
    /** More sessions than the pools lend at once, so that every connection of before is lent again. */
    private static final int OTHERS = 12;
    /** What the sequences below change. */
    private static final String LOOK =
            "SELECT current_setting('search_path'), current_setting('work_mem'), current_setting('TimeZone'),"
                    + " current_setting('DateStyle'), current_user, current_setting('transaction_read_only'),"
                    + " current_setting('statement_timeout'), nullif(current_setting('myapp.tenant', true), '')"
                    + " FROM customers WHERE customer_id = %d";

    private static ProxyUnderTest target;
    private static List<String> untouched;

    @BeforeAll
    static void start() throws SQLException {
        target = ProxyUnderTest.start(HostileFleet.shared());
        untouched = look();
    }

    @AfterAll
    static void stop() {
        target.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; SET search_path = nosuch; %; ROLLBACK",
                "BEGIN; SET work_mem = '77MB'; %; ROLLBACK",
                "BEGIN; SET TimeZone = 'Asia/Tokyo'; SET work_mem = '77MB'; %; COMMIT",
                "BEGIN; SET ROLE pg_monitor; %; ROLLBACK",
                "BEGIN; SET ROLE pg_monitor; %; COMMIT",
                "SET ROLE pg_monitor; %",
                "BEGIN; SET LOCAL work_mem = '77MB'; %; COMMIT",
                "BEGIN; SET LOCAL ROLE pg_monitor; %; ROLLBACK",
                "BEGIN; SAVEPOINT a; SET TimeZone = 'Asia/Tokyo'; %; ROLLBACK TO a; %; COMMIT",
                "BEGIN; SAVEPOINT a; SET DateStyle = 'ISO, YMD'; %; RELEASE a; ROLLBACK",
                "BEGIN; SET DateStyle = 'ISO, YMD'; SELECT 1/0 FROM customers WHERE customer_id = 7; ROLLBACK",
                "BEGIN; %; SET DateStyle = 'ISO, YMD'; SELECT 1/0 FROM customers WHERE customer_id = 7; COMMIT",
                "BEGIN READ ONLY; %; ROLLBACK",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; %",
                "SET statement_timeout = '77s'; %",
                "SET myapp.tenant = '42'; %",
                "SELECT set_config('work_mem', '77MB', false) FROM customers WHERE customer_id = 7; %",
                "SELECT set_config('work_mem', '77MB', false); %",
                "BEGIN; SET work_mem = '77MB'; %"
            })
    void areNotSeenByOthers(String sequence) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String step : sequence.split("; ", -1)) {
                List<String> texts = step.equals("%")
                        ? KEYS.stream().map(key -> LOOK.formatted(key)).toList()
                        : List.of(step);
                for (String text : texts) {
                    tolerating(statement, text);
                }
            }
        }
        assertEquals(untouched, look(), sequence);
    }

    /** A setting that was undone when its client left must not pass for set with somebody who sets the same. */
    @Test
    void whoSetsTheSameHasIt() throws SQLException {
        try (Connection leaving = connect();
                Statement statement = leaving.createStatement()) {
            statement.execute("BEGIN");
            for (int key : KEYS) {
                row(leaving, LOOK.formatted(key));
            }
            statement.execute("SET work_mem = '78MB'");
            row(leaving, LOOK.formatted(KEYS.getFirst()));
        }
        List<Connection> others = new ArrayList<>();
        try {
            for (int i = 0; i < OTHERS; i++) {
                Connection other = connect();
                others.add(other);
                try (Statement statement = other.createStatement()) {
                    statement.execute("SET work_mem = '78MB'");
                }
                for (int key : KEYS) {
                    String row = row(other, LOOK.formatted(key));
                    assertTrue(row.isEmpty() || row.contains("78MB"), row);
                }
            }
        } finally {
            for (Connection other : others) {
                other.close();
            }
        }
    }

    /** An error is part of some sequences, a refusal is safe in all: what counts is what others see afterwards. */
    private static void tolerating(Statement statement, String text) throws SQLException {
        try {
            statement.execute(text);
        } catch (SQLException e) {
            if (statement.getConnection().isClosed()) {
                throw e;
            }
        }
    }

    private static List<String> look() throws SQLException {
        List<Connection> others = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try {
            for (int i = 0; i < OTHERS; i++) {
                Connection other = connect();
                others.add(other);
                for (int key : KEYS) {
                    seen.add(row(other, LOOK.formatted(key)));
                }
            }
        } finally {
            for (Connection other : others) {
                other.close();
            }
        }
        return seen.stream().distinct().sorted().toList();
    }

    private static String row(Connection connection, String sql) throws SQLException {
        StringBuilder out = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    out.append(rows.getString(i)).append('|');
                }
            }
        }
        return out.toString();
    }

    private static Connection connect() throws SQLException {
        Endpoint endpoint = target.endpoint();
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.user());
        properties.setProperty("password", endpoint.password());
        properties.setProperty("preferQueryMode", "simple");
        return DriverManager.getConnection(endpoint.jdbcUrl(), properties);
    }
}
