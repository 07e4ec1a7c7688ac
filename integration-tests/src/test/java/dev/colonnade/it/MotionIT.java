package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.fleet.HostileFleet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a motion leaves behind, whatever becomes of it: nothing. */
final class MotionIT {
    /** Moves some hundred rows. */
    private static final String SMALL =
            "SELECT count(*) FROM customers AS c JOIN logins AS l ON l.customer_id = c.customer_id";

    /** Moves more rows than travel as parameters. */
    private static final String LARGE =
            "SELECT count(*) FROM order_items AS i JOIN metrics AS m ON m.slot = i.line_no JOIN orders AS o ON o.order_id = i.line_no";

    /** Runs until it is cancelled. */
    private static final String ENDLESS =
            "SELECT count(*) FROM orders AS a, orders AS b, orders AS c, orders AS d, logins AS l"
                    + " WHERE a.total + b.total + c.total + d.total = l.customer_id";

    private static HostileFleet fleet;
    private static ProxyUnderTest proxy;

    @BeforeAll
    static void start() {
        fleet = HostileFleet.shared();
        proxy = ProxyUnderTest.start(fleet);
    }

    @AfterAll
    static void stop() {
        proxy.close();
    }

    @AfterEach
    void nothingIsLeft() {
        for (FleetDatabase shard : fleet.shards()) {
            assertEquals(List.of(), shard.query("SELECT relname FROM pg_class WHERE relname LIKE 'colonnade_motion%'"));
            assertEquals(
                    List.of(),
                    shard.query("SELECT query FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"));
        }
    }

    private static Connection open() throws SQLException {
        return DriverManager.getConnection(proxy.endpoint().jdbcUrl(), HostileFleet.USER, HostileFleet.PASSWORD);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getLong(1);
        }
    }

    private static long expected(String sql) {
        return Long.parseLong(fleet.oracle().query(sql).getFirst());
    }

    @Test
    void bothFormsRunAgainAndAgainOnTheSameConnections() throws SQLException {
        try (Connection connection = open()) {
            for (int i = 0; i < 5; i++) {
                assertEquals(expected(SMALL), number(connection, SMALL));
                assertEquals(expected(LARGE), number(connection, LARGE));
            }
        }
    }

    @Test
    void tooManyRowsFailCleanly() throws SQLException {
        try (ProxyUnderTest narrow = ProxyUnderTest.start(fleet, "limits: { motion_rows: 450 }\n");
                Connection connection = DriverManager.getConnection(
                        narrow.endpoint().jdbcUrl(), HostileFleet.USER, HostileFleet.PASSWORD)) {
            for (int i = 0; i < 3; i++) {
                SQLException e = assertThrows(SQLException.class, () -> number(connection, LARGE));
                assertEquals("54000", e.getSQLState(), e.getMessage());
                assertTrue(String.valueOf(e.getMessage()).contains("order_items"), e.getMessage());
                assertEquals(expected(SMALL), number(connection, SMALL));
            }
        }
    }

    @Test
    void aSessionCanSwitchItOff() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute("SET colonnade.motion TO off");
            SQLException e = assertThrows(SQLException.class, () -> number(connection, SMALL));
            assertEquals("0A000", e.getSQLState(), e.getMessage());
            statement.execute("SET colonnade.motion TO on");
            assertEquals(expected(SMALL), number(connection, SMALL));
        }
    }

    @Test
    void itSeesWhatItsTransactionHasWritten() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long before = number(connection, SMALL);
            long large = number(connection, LARGE);
            String joined = fleet.oracle()
                    .query("SELECT min(login_id::text) FROM logins JOIN customers USING (customer_id)")
                    .getFirst();
            statement.execute("UPDATE logins SET customer_id = NULL WHERE login_id = '" + joined + "'");
            assertEquals(before - 1, number(connection, SMALL));
            assertEquals(large, number(connection, LARGE));
            connection.rollback();
            assertEquals(before, number(connection, SMALL));
            connection.commit();
        }
    }

    @Test
    void anErrorOfTheFinalQueryFailsTheTransaction() throws SQLException {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            String fails =
                    "SELECT sum(i.quantity / (m.level - m.level)) FROM order_items AS i JOIN metrics AS m ON m.slot = i.line_no"
                            + " JOIN orders AS o ON o.order_id = i.line_no";
            SQLException e = assertThrows(SQLException.class, () -> number(connection, fails));
            assertEquals("22012", e.getSQLState());
            SQLException after = assertThrows(SQLException.class, () -> number(connection, SMALL));
            assertEquals("25P02", after.getSQLState());
            connection.rollback();
            assertEquals(expected(LARGE), number(connection, LARGE));
            connection.commit();
        }
    }

    @Test
    void aCancelledMotionEnds() throws Exception {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            for (boolean inTransaction : List.of(false, true)) {
                connection.setAutoCommit(!inTransaction);
                CompletableFuture<String> ended = CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                statement.executeQuery(ENDLESS).close();
                                return "an answer";
                            } catch (SQLException e) {
                                return e.getSQLState();
                            }
                        },
                        other);
                assertEquals("57014", cancelled(statement, ended));
                if (inTransaction) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
                assertEquals(expected(SMALL), number(connection, SMALL));
                assertEquals(expected(LARGE), number(connection, LARGE));
            }
        }
    }

    /** A cancel request that comes before the statement is ignored, so it is repeated. */
    private static String cancelled(Statement statement, CompletableFuture<String> ended) throws Exception {
        while (true) {
            try {
                return ended.get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException running) {
                statement.cancel();
            }
        }
    }

    @Test
    void rowsAreFetchedInPieces() throws SQLException {
        try (Connection connection = open();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT c.customer_id, rank() OVER (ORDER BY c.city, c.customer_id) FROM customers AS c WHERE c.customer_id > ? ORDER BY 2")) {
            connection.setAutoCommit(false);
            statement.setFetchSize(7);
            for (int i = 0; i < 3; i++) {
                statement.setLong(1, 10L * i);
                List<Long> ranks = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        ranks.add(rows.getLong(2));
                    }
                }
                assertEquals(
                        expected("SELECT count(*) FROM customers WHERE customer_id > " + 10 * i), (long) ranks.size());
                assertEquals(ranks.stream().sorted().toList(), ranks);
            }
            connection.rollback();
        }
    }
}
