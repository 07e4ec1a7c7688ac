package dev.colonnade.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.server.ProxyServer;
import dev.colonnade.server.catalog.TestServer;
import dev.colonnade.server.config.ProxyConfig;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.store.TopologyFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** COPY FROM STDIN through a proxy in front of three databases. */
final class CopySplitIT {
    private static final int DATABASES = 3;
    private static final List<PhysicalShard> SHARDS = new ArrayList<>();
    private static ProxyServer proxy;

    @BeforeAll
    static void start() throws Exception {
        StringBuilder shards = new StringBuilder();
        for (int i = 0; i < DATABASES; i++) {
            PhysicalShard shard = TestServer.createDatabase("pg-" + i, "copy_split_" + i, "");
            SHARDS.add(shard);
            TestServer.execute(shard, """
                    CREATE TABLE orders (order_id bigint PRIMARY KEY, customer_id bigint NOT NULL, note text CHECK (note <> 'bad'),
                        UNIQUE (customer_id, order_id));
                    CREATE TABLE deferred (customer_id bigint, other int, UNIQUE (customer_id) DEFERRABLE INITIALLY DEFERRED);
                    CREATE TABLE days (day date, n numeric(6,2), PRIMARY KEY (day, n));
                    CREATE TABLE countries (code char(2) PRIMARY KEY, name text);
                    CREATE TABLE settings (name text PRIMARY KEY, value text)
                    """);
            shards.append("  pg-%d: { host: %s, port: %d, database: %s }\n"
                    .formatted(i, shard.host(), shard.port(), shard.database()));
        }
        String topology = "database: shop\nshards:\n" + shards + """
                catalog_home: pg-0
                colos:
                  customer:
                    key: [bigint]
                    placement:
                      hash: { logical_shards: 30, homes: { pg-0: 0-9, pg-1: 10-19, pg-2: 20-29 } }
                  day:
                    key: [date, numeric]
                    placement:
                      hash: { logical_shards: 6, homes: { pg-0: 0-1, pg-1: 2-3, pg-2: 4-5 } }
                tables:
                  orders: { colo: customer, key: customer_id }
                  deferred: { colo: customer, key: customer_id }
                  days: { colo: day, key: [day, n] }
                  countries: { reference: true }
                  settings: { unsharded: pg-1 }
                """;
        proxy = ProxyServer.start(
                ProxyConfig.forDevelopment(0, 0)
                        .withServers(new ProxyConfig.Servers("postgres", null, Duration.ofSeconds(5))),
                TopologyFile.parse("test.yaml", topology));
    }

    @AfterAll
    static void stop() {
        proxy.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        for (PhysicalShard shard : SHARDS) {
            TestServer.execute(shard, "TRUNCATE orders, deferred, days, countries, settings");
        }
    }

    @Test
    void rowsGoToTheDatabaseOfTheirKey() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 3000; i++) {
            rows.append(i)
                    .append('\t')
                    .append(i % 100 - 50)
                    .append("\tline \\n ")
                    .append(i)
                    .append('\n');
        }
        try (Connection client = client()) {
            assertEquals(3000, copies(client).copyIn("COPY orders FROM STDIN", stream(rows.toString())));
            assertEquals("3000", one(client, "SELECT count(*) FROM orders"));
            // a key is found where its statements go, so each row is where it belongs
            for (int key = -50; key < 50; key++) {
                assertEquals("30", one(client, "SELECT count(*) FROM orders WHERE customer_id = " + key));
            }
        }
        for (PhysicalShard shard : SHARDS) {
            assertFalse(held(shard, "orders").equals("0"), shard.id() + " has rows");
        }
    }

    @Test
    void csvWithHeaderQuotedLineEndsAndOtherColumnOrder() throws Exception {
        try (Connection client = client()) {
            String csv = "note,customer_id,order_id\n\"a\nb\",7,1\n,8,2\n\"\",\"9\",3\n\"q\"\"\",10,4\n";
            assertEquals(
                    4,
                    copies(client)
                            .copyIn(
                                    "COPY orders (note, customer_id, order_id) FROM STDIN WITH (FORMAT csv, HEADER true)",
                                    stream(csv)));
            assertEquals("a\nb", one(client, "SELECT note FROM orders WHERE customer_id = 7"));
            assertEquals("null", one(client, "SELECT note FROM orders WHERE customer_id = 8"));
            assertEquals("", one(client, "SELECT note FROM orders WHERE customer_id = 9"));
            assertEquals("q\"", one(client, "SELECT note FROM orders WHERE customer_id = 10"));
        }
    }

    @Test
    void referenceRowsGoToAllAndCountOnce() throws Exception {
        try (Connection client = client()) {
            assertEquals(2, copies(client).copyIn("COPY countries FROM STDIN", stream("DE\tGermany\nFR\tFrance\n")));
        }
        for (PhysicalShard shard : SHARDS) {
            assertEquals("2", held(shard, "countries"));
        }
    }

    @Test
    void compositeKeysAreThoseThatColumnsStore() throws Exception {
        try (Connection client = client()) {
            assertEquals(
                    3,
                    copies(client)
                            .copyIn(
                                    "COPY days FROM STDIN CSV",
                                    stream("2024-02-29,1.005\n2024-03-01,-7\n2024-03-02,1e2\n")));
            assertEquals("1", one(client, "SELECT count(*) FROM days WHERE day = '2024-02-29' AND n = 1.01"));
            assertEquals("1", one(client, "SELECT count(*) FROM days WHERE day = '2024-03-02' AND n = 100"));
        }
    }

    @Test
    void keysThatCantBeReadForCertainAreRefused() throws Exception {
        ServerErrorMessage other = refused("COPY days FROM STDIN CSV", "29/02/2024,1\n");
        // whether PostgreSQL takes it depends on DateStyle
        assertTrue(List.of("22008", "0A000").contains(other.getSQLState()), other.toString());
        ServerErrorMessage infinite = refused("COPY days FROM STDIN CSV", "2024-02-29,1\n2024-02-29,NaN\n");
        assertEquals("0A000", infinite.getSQLState());
        assertEquals("COPY days, line 2", infinite.getWhere());
        assertNothingIn("days");
    }

    @Test
    void errorsOfTheDatabasesKeepTheirFieldsAndNothingIsKept() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 500; i++) {
            rows.append(i)
                    .append('\t')
                    .append(i)
                    .append('\t')
                    .append(i == 321 ? "bad" : "good")
                    .append('\n');
        }
        ServerErrorMessage check = refused("COPY orders FROM STDIN", rows.toString());
        assertEquals("23514", check.getSQLState());
        assertEquals("COPY orders, line 321: \"321\t321\tbad\"", check.getWhere());
        assertEquals("orders", check.getTable());
        assertTrue(String.valueOf(check.getDetail()).contains("On shard \"pg-"), check.getDetail());

        ServerErrorMessage number = refused("COPY orders FROM STDIN", "1\t1\ta\n2\tx\tb\n");
        assertEquals("22P02", number.getSQLState());
        assertEquals("COPY orders, line 2, column customer_id: \"x\"", number.getWhere());

        ServerErrorMessage missing = refused("COPY orders FROM STDIN", "1\t1\ta\n2\n");
        assertEquals("22P04", missing.getSQLState());
        assertEquals("missing data for column \"customer_id\"", missing.getMessage());

        ServerErrorMessage extra = refused("COPY orders FROM STDIN", "1\t1\ta\n2\t2\tb\tc\n");
        assertEquals("extra data after last expected column", extra.getMessage());

        ServerErrorMessage nothing = refused("COPY orders FROM STDIN", "1\t1\ta\n2\t\\N\tb\n");
        assertEquals("23502", nothing.getSQLState());
        assertEquals("customer_id", nothing.getColumn());

        ServerErrorMessage lineEnds = refused("COPY orders FROM STDIN", "1\t1\ta\n2\t2\tb\r\n");
        assertEquals("22P04", lineEnds.getSQLState());
        assertEquals("literal carriage return found in data", lineEnds.getMessage());
        assertEquals("COPY orders, line 2", lineEnds.getWhere());

        assertEquals(
                "42703",
                refused("COPY orders FROM STDIN (FORCE_NULL (zzz), FORMAT csv)", "1,1,a\n")
                        .getSQLState());
        assertEquals(
                "0A000", refused("COPY orders FROM STDIN (FORMAT binary)", "").getSQLState());
        assertNothingIn("orders");
    }

    @Test
    void nullKeysAreRefusedWhereTheColumnWouldTakeThem() throws Exception {
        ServerErrorMessage refused = refused("COPY deferred FROM STDIN", "1\t1\n\\N\t2\n3\t3\n");
        assertEquals("23502", refused.getSQLState());
        assertEquals(
                "null value in column \"customer_id\" of relation \"deferred\" violates not-null constraint",
                refused.getMessage());
        assertEquals("COPY deferred, line 2", refused.getWhere());
        assertNothingIn("deferred");
    }

    @Test
    void aCommitThatFailsIsNotAnnouncedAsDone() throws Exception {
        try (Connection client = client()) {
            PSQLException failed = assertThrows(
                    PSQLException.class,
                    () -> copies(client).copyIn("COPY deferred FROM STDIN", stream("5\t1\n5\t2\n")));
            assertEquals("23505", failed.getSQLState());
            assertEquals("1", one(client, "SELECT 1"));
        }
        assertNothingIn("deferred");
    }

    @Test
    void oneDatabaseIsWrittenInATransactionToo() throws Exception {
        try (Connection client = client()) {
            assertEquals(2, copies(client).copyIn("COPY settings FROM STDIN", stream("a\t1\nb\t2\n")));
            client.setAutoCommit(false);
            assertEquals(1, copies(client).copyIn("COPY settings FROM STDIN", stream("c\t3\n")));
            assertEquals("3", one(client, "SELECT count(*) FROM settings"));
            client.rollback();
            assertEquals("2", one(client, "SELECT count(*) FROM settings"));
            client.rollback();
        }
        assertEquals("2", held(SHARDS.get(1), "settings"));
    }

    @Test
    void theClientCanGiveUp() throws Exception {
        try (Connection client = client()) {
            CopyIn copy = copies(client).copyIn("COPY orders FROM STDIN");
            byte[] row = "1\t1\ta\n".getBytes(StandardCharsets.UTF_8);
            copy.writeToCopy(row, 0, row.length);
            copy.cancelCopy();
            assertEquals("1", one(client, "SELECT 1"));
        }
        assertNothingIn("orders");
    }

    @Test
    void aTransactionBlockTakesItAndMayTakeItBack() throws Exception {
        try (Connection client = client()) {
            client.setAutoCommit(false);
            assertEquals(2, copies(client).copyIn("COPY orders FROM STDIN", stream("1\t1\ta\n2\t5\tb\n")));
            assertEquals("2", one(client, "SELECT count(*) FROM orders"));
            client.rollback();
            assertEquals("0", one(client, "SELECT count(*) FROM orders"));
            copies(client).copyIn("COPY orders FROM STDIN", stream("1\t1\ta\n2\t5\tb\n"));
            client.commit();
            assertEquals("2", one(client, "SELECT count(*) FROM orders"));
        }
    }

    @Test
    void aLostDatabaseEndsIt() throws Exception {
        try (Connection client = client()) {
            CopyIn copy = copies(client).copyIn("COPY orders FROM STDIN");
            TestServer.execute(
                    SHARDS.get(1),
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY orders%' AND datname = current_database()");
            PSQLException lost = assertThrows(PSQLException.class, () -> {
                byte[] row = "1\t1\ta\n".getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(row, 0, row.length);
                copy.endCopy();
            });
            assertEquals("08006", lost.getSQLState());
        }
        assertNothingIn("orders");
    }

    @Test
    void aCancelEndsItEvenWhileTheClientIsSilent() throws Exception {
        try (Connection client = client()) {
            CopyIn copy = copies(client).copyIn("COPY orders FROM STDIN");
            client.unwrap(PGConnection.class).cancelQuery();
            PSQLException canceled = assertThrows(PSQLException.class, () -> {
                byte[] row = "1\t1\ta\n".getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(row, 0, row.length);
                copy.endCopy();
            });
            assertEquals("57014", canceled.getSQLState());
            assertEquals("1", one(client, "SELECT 1"));
        }
        assertNothingIn("orders");
    }

    /** A database that doesn't take rows for a while: the client is held back, not the proxy's memory. */
    @Test
    void aSlowDatabaseHoldsTheClientBack() throws Exception {
        String padding = "x".repeat(1000);
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 40_000; i++) {
            rows.append(i).append('\t').append(i).append('\t').append(padding).append('\n');
        }
        try (Connection client = client();
                Connection locker = TestServer.connections().open(SHARDS.get(2));
                Statement lock = locker.createStatement()) {
            locker.setAutoCommit(false);
            // the COPY gets its lock on the table, and waits at the first duplicate key
            lock.execute("INSERT INTO orders SELECT i, i, 'mine' FROM generate_series(1, 100) i");
            CompletableFuture<Long> copied = CompletableFuture.supplyAsync(() -> {
                try {
                    return copies(client).copyIn("COPY orders FROM STDIN", stream(rows.toString()));
                } catch (SQLException | IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (waiting(SHARDS.get(2)).equals("0") && !copied.isDone()) {
                Thread.onSpinWait();
            }
            assertFalse(copied.isDone());
            locker.rollback();
            assertEquals(40_000, copied.get());
            assertEquals("40000", one(client, "SELECT count(*) FROM orders"));
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static String waiting(PhysicalShard shard) throws SQLException {
        try (Connection direct = TestServer.connections().open(shard)) {
            return one(
                    direct,
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY orders%' AND wait_event_type = 'Lock' AND datname = current_database()");
        }
    }

    private static ServerErrorMessage refused(String sql, String data) throws SQLException {
        try (Connection client = client()) {
            PSQLException failed =
                    assertThrows(PSQLException.class, () -> copies(client).copyIn(sql, stream(data)), sql);
            ServerErrorMessage message = failed.getServerErrorMessage();
            assertNotNull(message, String.valueOf(failed.getMessage()));
            assertEquals("1", one(client, "SELECT 1"), "the session goes on");
            return message;
        }
    }

    private static void assertNothingIn(String table) throws SQLException {
        for (PhysicalShard shard : SHARDS) {
            assertEquals("0", held(shard, table), table + " of " + shard.id());
        }
    }

    private static String held(PhysicalShard shard, String table) throws SQLException {
        try (Connection direct = TestServer.connections().open(shard)) {
            return one(direct, "SELECT count(*) FROM " + table);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertTrue(result.next());
            return String.valueOf(result.getString(1));
        }
    }

    private static Connection client() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + proxy.port() + "/shop", "app", "");
    }

    private static CopyManager copies(Connection client) throws SQLException {
        return client.unwrap(PGConnection.class).getCopyAPI();
    }

    private static ByteArrayInputStream stream(String data) {
        return new ByteArrayInputStream(data.getBytes(StandardCharsets.UTF_8));
    }
}
