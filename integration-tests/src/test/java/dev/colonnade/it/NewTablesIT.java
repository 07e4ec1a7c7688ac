package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.wire.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables that are made through the proxy: where they are, where their rows go, and that they are gone everywhere when they are dropped. */
final class NewTablesIT {
    private static HostileFleet fleet;
    private static ProxyUnderTest target;

    @BeforeAll
    static void start() {
        fleet = HostileFleet.shared();
        target = ProxyUnderTest.start(fleet);
    }

    @AfterAll
    static void stop() {
        target.close();
    }

    @Test
    void aTableWithARulesColumnsIsSharded() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE visits (customer_id bigint PRIMARY KEY REFERENCES customers, n int)");
            try {
                assertEquals(
                        6,
                        statement.executeUpdate(
                                "INSERT INTO visits VALUES (7, 1), (2, 1), (6, 1), (-3, 1), (0, 1), (1, 1)"));
                assertEquals(6, one(statement, "SELECT count(*) FROM visits v JOIN customers c USING (customer_id)"));
                assertEquals(1, one(statement, "SELECT count(*) FROM visits WHERE customer_id = -3"));
                assertEquals(0, strays("visits"));
                statement.execute("ALTER TABLE visits RENAME TO calls");
                statement.execute("CREATE INDEX ON calls (n)");
                assertEquals(6, one(statement, "SELECT sum(n) FROM calls"));
                statement.execute("CREATE TABLE visits (LIKE calls)");
                assertEquals(1, statement.executeUpdate("INSERT INTO visits VALUES (2, 1)"));
                assertEquals(0, strays("visits"));
            } finally {
                statement.execute("DROP TABLE IF EXISTS visits, calls");
            }
            assertEquals(
                    List.of("0", "0", "0", "0"),
                    onEach("SELECT count(*) FROM pg_class WHERE relname IN ('visits', 'calls')"));
        }
    }

    @Test
    void aDeclaredTableIsWhereItIsDeclared() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE later_on (code text PRIMARY KEY)");
            try {
                statement.execute("INSERT INTO later_on VALUES ('a'), ('b')");
                assertEquals(List.of("2", "2", "2", "2"), onEach("SELECT count(*) FROM later_on"));
                assertEquals(2, one(statement, "SELECT count(*) FROM later_on"));
            } finally {
                statement.execute("DROP TABLE later_on");
            }
            assertEquals(
                    List.of("0", "0", "0", "0"), onEach("SELECT count(*) FROM pg_class WHERE relname = 'later_on'"));
        }
    }

    /** Until it is committed nothing could be planned for it. */
    @Test
    void aTableIsNotMadeShardedInATransaction() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            SQLException refused = assertThrows(
                    SQLException.class, () -> statement.execute("CREATE TABLE visits (customer_id bigint, n int)"));
            assertEquals("0A000", refused.getSQLState());
            connection.rollback();
        }
        assertEquals(List.of("0", "0", "0", "0"), onEach("SELECT count(*) FROM pg_class WHERE relname = 'visits'"));
    }

    /** Rows on a database that doesn't have their customer. */
    private static long strays(String table) {
        return onEach("SELECT count(*) FROM " + table
                        + " t WHERE NOT EXISTS (SELECT FROM customers c WHERE c.customer_id = t.customer_id)")
                .stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static List<String> onEach(String sql) {
        return fleet.shards().stream()
                .map((FleetDatabase shard) -> shard.query(sql).getFirst())
                .toList();
    }

    private static long one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Connection connect() throws SQLException {
        Endpoint endpoint = target.endpoint();
        return DriverManager.getConnection(endpoint.jdbcUrl(), endpoint.user(), endpoint.password());
    }
}
