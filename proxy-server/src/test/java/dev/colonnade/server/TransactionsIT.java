package dev.colonnade.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.execution.transaction.CommitPolicy;
import dev.colonnade.execution.transaction.CommitSteps;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions over several databases, as a client sees them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TransactionsIT {
    private static final long TOTAL = (long) BankFleet.ACCOUNTS * BankFleet.BALANCE;
    private static BankFleet bank;
    private static ProxyServer proxy;

    @BeforeAll
    static void start() throws Exception {
        bank = new BankFleet("ordinary_bank", 3);
        proxy = bank.proxy(CommitSteps.UNWATCHED);
        bank.fill(proxy);
    }

    @AfterAll
    static void stop() {
        proxy.close();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertEquals(0, bank.prepared());
        try (Connection client = bank.client(proxy);
                Statement statement = client.createStatement()) {
            statement.execute("UPDATE accounts SET balance = " + BankFleet.BALANCE);
            statement.execute("DELETE FROM legs");
        }
    }

    @Test
    void severalShardsAreWrittenAndRead() throws Exception {
        try (Connection client = bank.client(proxy);
                Statement statement = client.createStatement()) {
            client.setAutoCommit(false);
            statement.execute("UPDATE accounts SET balance = balance + 1 WHERE id = 1");
            statement.execute("UPDATE accounts SET balance = balance + 1");
            assertEquals(TOTAL + BankFleet.ACCOUNTS + 1, number(statement, "SELECT sum(balance) FROM accounts"));
            client.rollback();
            assertEquals(TOTAL, number(statement, "SELECT sum(balance) FROM accounts"));
            statement.execute("UPDATE accounts SET balance = balance + 1");
            client.commit();
        }
        assertEquals(TOTAL + BankFleet.ACCOUNTS, bank.total());
    }

    @Test
    void savepointsReachDatabasesEnlistedBeforeAndBehindThem() throws Exception {
        try (Connection client = bank.client(proxy);
                Statement statement = client.createStatement()) {
            client.setAutoCommit(false);
            statement.execute("UPDATE accounts SET balance = balance + 1 WHERE id = 1");
            Savepoint savepoint = client.setSavepoint("a");
            statement.execute("UPDATE accounts SET balance = balance + 10");
            client.rollback(savepoint);
            assertEquals(TOTAL + 1, number(statement, "SELECT sum(balance) FROM accounts"));
            statement.execute("UPDATE accounts SET balance = balance + 100 WHERE id = 2");
            client.commit();
        }
        assertEquals(TOTAL + 101, bank.total());
    }

    @Test
    void anErrorAnywhereFailsItEverywhereUntilRolledBackTo() throws Exception {
        try (Connection client = bank.client(proxy);
                Statement statement = client.createStatement()) {
            client.setAutoCommit(false);
            statement.execute("UPDATE accounts SET balance = balance + 1");
            Savepoint savepoint = client.setSavepoint("a");
            state("22012", () -> statement.execute("UPDATE accounts SET balance = 1 / (id - 7)"));
            for (int id = 0; id < 10; id++) {
                int key = id;
                state("25P02", () -> statement.execute("SELECT balance FROM accounts WHERE id = " + key));
            }
            client.rollback(savepoint);
            statement.execute("UPDATE accounts SET balance = balance + 1 WHERE id = 3");
            client.commit();
        }
        assertEquals(TOTAL + BankFleet.ACCOUNTS + 1, bank.total());
    }

    @Test
    void readOnlyIsReadOnlyEverywhere() throws Exception {
        try (Connection client = bank.client(proxy);
                Statement statement = client.createStatement()) {
            client.setAutoCommit(false);
            statement.execute("SET TRANSACTION READ ONLY");
            assertEquals(TOTAL, number(statement, "SELECT sum(balance) FROM accounts"));
            state("25006", () -> statement.execute("UPDATE accounts SET balance = 0"));
            client.rollback();
        }
        assertEquals(TOTAL, bank.total());
    }

    @Test
    void oneSnapshotStaysOnOneDatabase() throws Exception {
        try (Connection client = bank.client(proxy);
                Statement statement = client.createStatement()) {
            client.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            client.setAutoCommit(false);
            statement.execute("UPDATE accounts SET balance = balance + 1 WHERE id = 1");
            state("0A000", () -> statement.execute("SELECT count(*) FROM accounts"));
            client.rollback();
            statement.execute("UPDATE accounts SET balance = balance + 1 WHERE id = 1");
            client.commit();
        }
        assertEquals(TOTAL + 1, bank.total());
    }

    /** The driver sends a batch behind one Sync: PostgreSQL makes one transaction of it. */
    @Test
    void aPipelineOverShardsIsOneTransaction() throws Exception {
        try (Connection client = bank.client(proxy);
                PreparedStatement insert =
                        client.prepareStatement("INSERT INTO legs (account_id, transfer, amount) VALUES (?, ?, 0)")) {
            for (int round = 0; round < 3; round++) {
                for (int id = 0; id < 12; id++) {
                    insert.setLong(1, id);
                    insert.setLong(2, round);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            assertEquals(36, bank.sum("SELECT count(*) FROM legs"));
            for (int id = 0; id < 12; id++) {
                insert.setLong(1, id);
                insert.setLong(2, id < 11 ? 10 : 0);
                insert.addBatch();
            }
            BatchUpdateException duplicate = assertThrows(BatchUpdateException.class, insert::executeBatch);
            assertEquals("23505", duplicate.getSQLState());
            assertEquals(36, bank.sum("SELECT count(*) FROM legs"));
            try (Statement statement = client.createStatement()) {
                assertEquals(36, number(statement, "SELECT count(*) FROM legs"));
            }
        }
    }

    @Test
    void aLostConnectionIsAnErrorOfCommit() throws Exception {
        try (Connection client = bank.client(proxy);
                Statement statement = client.createStatement()) {
            client.setAutoCommit(false);
            statement.execute("UPDATE accounts SET balance = balance + 1");
            bank.killAll(false);
            state("08006", client::commit);
        }
        assertEquals(TOTAL, bank.total());
    }

    @Test
    void whatALostConnectionDidIsNotBroughtBackByASavepoint() throws Exception {
        try (Connection client = bank.client(proxy);
                Statement statement = client.createStatement()) {
            client.setAutoCommit(false);
            statement.execute("UPDATE accounts SET balance = balance + 1");
            Savepoint savepoint = client.setSavepoint("a");
            bank.killAll(false);
            assertThrows(SQLException.class, () -> statement.execute("UPDATE accounts SET balance = balance + 1"));
            assertThrows(SQLException.class, () -> client.rollback(savepoint));
            assertThrows(SQLException.class, client::commit);
        }
        assertEquals(TOTAL, bank.total());
    }

    @Test
    void theClientsRoleIsKept() throws Exception {
        for (PhysicalShard shard : bank.shards()) {
            dev.colonnade.server.catalog.TestServer.execute(
                    shard,
                    "DO $$ BEGIN CREATE ROLE teller; EXCEPTION WHEN duplicate_object THEN NULL; END $$; GRANT ALL ON accounts TO teller");
        }
        try (Connection client = bank.client(proxy);
                Statement statement = client.createStatement()) {
            client.setAutoCommit(false);
            statement.execute("SET ROLE teller");
            statement.execute("UPDATE accounts SET balance = balance + 1");
            client.commit();
            for (int id = 0; id < 10; id++) {
                try (ResultSet row = statement.executeQuery("SELECT current_user FROM accounts WHERE id = " + id)) {
                    row.next();
                    assertEquals("teller", row.getString(1));
                }
            }
            client.commit();
        }
        assertEquals(TOTAL + BankFleet.ACCOUNTS, bank.total());
    }

    @Test
    void rejectRefusesTheSecondShard() throws Exception {
        try (ProxyServer strict = bank.proxy(CommitPolicy.REJECT, CommitSteps.UNWATCHED);
                Connection client = bank.client(strict);
                Statement statement = client.createStatement()) {
            state("0A000", () -> statement.execute("UPDATE accounts SET balance = balance + 1"));
            statement.execute("UPDATE accounts SET balance = balance + 1 WHERE id = 1");
        }
        assertEquals(TOTAL + 1, bank.total());
    }

    @Test
    void bestEffortCommitsOnAllAtOnce() throws Exception {
        try (ProxyServer easy = bank.proxy(CommitPolicy.BEST_EFFORT, CommitSteps.UNWATCHED);
                Connection client = bank.client(easy);
                Statement statement = client.createStatement()) {
            statement.execute("UPDATE accounts SET balance = balance + 1");
        }
        assertEquals(TOTAL + BankFleet.ACCOUNTS, bank.total());
        assertEquals(0, bank.sum("SELECT count(*) FROM colonnade.decision WHERE outcome = 'abort'"));
    }

    @Test
    void whereNothingCanBePreparedItIsRefusedBeforeAnythingHappens() throws Exception {
        try (EmbeddedPostgres plain = EmbeddedPostgres.start()) {
            List<PhysicalShard> shards = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                try (Connection admin = plain.getPostgresDatabase().getConnection();
                        Statement statement = admin.createStatement()) {
                    statement.execute("CREATE DATABASE plain_" + i);
                }
                shards.add(
                        new PhysicalShard(new PhysicalShardId("pg-" + i), "localhost", plain.getPort(), "plain_" + i));
            }
            BankFleet poor = new BankFleet("poor_bank", shards);
            try (ProxyServer before = poor.proxy(CommitSteps.UNWATCHED);
                    Connection client = poor.client(before);
                    Statement statement = client.createStatement()) {
                SQLException refused = assertThrows(
                        SQLException.class,
                        () -> statement.execute(
                                "INSERT INTO accounts (id, balance) VALUES (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1)"));
                assertEquals("0A000", refused.getSQLState());
                assertTrue(
                        String.valueOf(refused.getMessage()).contains("max_prepared_transactions is 0"),
                        refused::getMessage);
                statement.execute("INSERT INTO accounts (id, balance) VALUES (1, 1)");
            }
            assertEquals(1, poor.sum("SELECT count(*) FROM accounts"));
        }
    }

    @Test
    void anUndecidedTransactionCanBeEndedByHandAndNotBeCommitted() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch thaw = new CountDownLatch(1);
        KillPoint.Trap trap = new KillPoint.Trap();
        // no other proxy that would end it
        BankFleet lonely = new BankFleet("lonely_bank", 2);
        try (ProxyServer frozen = lonely.proxy(trap);
                ExecutorService clients = Executors.newFixedThreadPool(1);
                Connection client = lonely.client(frozen);
                Statement statement = client.createStatement();
                HttpClient operator = HttpClient.newHttpClient()) {
            lonely.fill(frozen);
            trap.arm(KillPoint.BEFORE_DECISION, shard -> {
                reached.countDown();
                await(thaw);
            });
            Future<Boolean> update =
                    clients.submit(() -> statement.execute("UPDATE accounts SET balance = balance + 1"));
            assertTrue(reached.await(10, TimeUnit.SECONDS));
            String api = "http://127.0.0.1:" + frozen.adminPort() + "/v1/transactions";
            String listed = operator.send(
                            HttpRequest.newBuilder(URI.create(api)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher gid = Pattern.compile("\"gid\":\"([^\"]+)\"").matcher(listed);
            assertTrue(gid.find(), listed);
            String one = api + "/" + URLEncoder.encode(gid.group(1), StandardCharsets.UTF_8);
            assertEquals(409, post(operator, one + "/commit"));
            assertEquals(200, post(operator, one + "/abort"));
            assertEquals(0, lonely.prepared());
            assertEquals(404, post(operator, one + "/abort"));
            thaw.countDown();
            assertThrows(java.util.concurrent.ExecutionException.class, update::get);
        }
        assertEquals(TOTAL, lonely.total());
    }

    private static int post(HttpClient operator, String url) throws Exception {
        return operator.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something that fails. */
    private interface Failing {
        void run() throws SQLException;
    }

    private static void state(String expected, Failing failing) {
        SQLException e = assertThrows(SQLException.class, failing::run);
        assertEquals(expected, e.getSQLState(), e::getMessage);
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
