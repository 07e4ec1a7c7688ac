package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.fleet.FleetLayout;
import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.transcript.ReplyText;
import dev.colonnade.it.wire.RawConnection;
import dev.colonnade.it.wire.Reply;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client is told when a database's backend dies under its session, and what becomes of its work. */
final class LostServersIT {
    private static final int POLLS_MAX = 500;
    private static final String LOST = "Error of a lost connection";
    private static final int HOME = FleetLayout.HOME_DATABASE;
    private static HostileFleet fleet;
    private static ProxyUnderTest target;

    /** Keys that live on the first database and on the second. */
    private static String keyOfA;

    private static String keyOfB;

    private RawConnection client;

    @BeforeAll
    static void start() {
        fleet = HostileFleet.shared();
        target = ProxyUnderTest.start(fleet);
        keyOfA = fleet.shards()
                .get(0)
                .query("SELECT min(customer_id) FROM customers")
                .getFirst();
        keyOfB = fleet.shards()
                .get(1)
                .query("SELECT min(customer_id) FROM customers")
                .getFirst();
    }

    @AfterAll
    static void stop() {
        target.close();
    }

    @BeforeEach
    void connect() {
        client = RawConnection.open(target.endpoint());
    }

    @AfterEach
    void leave() {
        client.close();
        fleet.shards().forEach(FleetDatabase::restoreAll);
    }

    @Test
    void copyIntoOneDatabaseIsNotBegunAgainForItsTail() {
        client.query("COPY app_settings (key, value) FROM STDIN").flush();
        assertEquals(List.of("CopyIn 0 2"), answers());
        client.copyData("lost-1\tx\n").flush();
        kill(HOME, "COPY app_settings (key, value) FROM STDIN");
        client.copyData("lost-2\tx\n").flush();
        client.copyData("lost-3\tx\n").copyDone().flush();
        assertEquals(List.of(LOST, "Ready I"), answers());
        assertEquals(
                List.of("0"),
                fleet.shards().get(HOME).query("SELECT count(*) FROM app_settings WHERE key LIKE 'lost-%'"));
        works();
    }

    @Test
    void copyOfTheExtendedProtocolEndsWithAnError() {
        client.parse("", "COPY app_settings (key, value) FROM STDIN", List.of())
                .bind("", "", List.of(), List.of(), 0)
                .execute("", 0)
                .flushRequest()
                .flush();
        assertEquals("ParseComplete", next());
        assertEquals("BindComplete", next());
        assertEquals("CopyIn 0 2", next());
        client.copyData("lost-1\tx\n").flush();
        kill(HOME, "COPY app_settings (key, value) FROM STDIN");
        client.copyData("lost-2\tx\n").copyDone().sync().flush();
        assertEquals(List.of(LOST, "Ready I"), answers());
        assertEquals(
                List.of("0"),
                fleet.shards().get(HOME).query("SELECT count(*) FROM app_settings WHERE key LIKE 'lost-%'"));
        works();
    }

    @Test
    void anIdleDatabaseOfTheTransactionDoesNotEndAnothersStatement() throws SQLException {
        ask("BEGIN");
        ask("SELECT 'bystander' FROM customers WHERE customer_id = " + keyOfA);
        try (Connection blocker = direct(fleet.shards().get(1));
                Statement lock = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE customers IN ACCESS EXCLUSIVE MODE");
            client.query("SELECT 'late' FROM customers WHERE customer_id = " + keyOfB)
                    .flush();
            awaitActive(1, "late");
            kill(0, "bystander");
            blocker.rollback();
        }
        List<String> late = answers();
        assertEquals("Data late", late.get(1), late.toString());
        assertEquals("Complete \"SELECT 1\"", late.get(2), late.toString());
        assertEquals(4, late.size(), late.toString());
        client.query("SELECT 'again' FROM customers WHERE customer_id = " + keyOfA)
                .flush();
        List<String> again = answers();
        assertEquals(2, again.size(), again.toString());
        assertTrue(again.getFirst().startsWith("Error "), again.toString());
        assertEquals("Ready E", again.getLast());
        assertEquals(List.of("Complete \"ROLLBACK\"", "Ready I"), ask("ROLLBACK"));
        works();
    }

    @Test
    void answersAskedForWithFlushEndWithAnError() throws SQLException {
        try (Connection blocker = direct(fleet.shards().get(1));
                Statement lock = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE customers IN ACCESS EXCLUSIVE MODE");
            client.parse("", "SELECT 'flushed' FROM customers WHERE customer_id = " + keyOfB, List.of())
                    .bind("", "", List.of(), List.of(), 0)
                    .execute("", 0)
                    .flushRequest()
                    .flush();
            awaitWaiting(1, "flushed");
            kill(1, "flushed");
            assertEquals(LOST, next());
            blocker.rollback();
        }
        client.parse("", "SELECT 'skipped'", List.of()).sync().flush();
        assertEquals(List.of("Ready I"), answers());
        works();
    }

    @Test
    void workOfAPipelineThatWasLostIsNotConfirmed() {
        client.parse("", "INSERT INTO orders (customer_id, order_id) VALUES (" + keyOfA + ", 990001)", List.of())
                .bind("", "", List.of(), List.of(), 0)
                .execute("", 0)
                .parse("", "SELECT 'other' FROM customers WHERE customer_id = " + keyOfB, List.of())
                .bind("", "", List.of(), List.of(), 0)
                .execute("", 0)
                .flushRequest()
                .flush();
        for (String expected : List.of(
                "ParseComplete",
                "BindComplete",
                "Complete \"INSERT 0 1\"",
                "ParseComplete",
                "BindComplete",
                "Data other",
                "Complete \"SELECT 1\"")) {
            assertEquals(expected, next());
        }
        kill(0, "990001");
        client.sync().flush();
        assertEquals(
                1, answers().stream().filter(one -> one.startsWith("Error ")).count());
        assertEquals(List.of("0"), fleet.shards().get(0).query("SELECT count(*) FROM orders WHERE order_id = 990001"));
        works();
    }

    // ---- the conversation

    private List<String> ask(String sql) {
        client.query(sql).flush();
        return answers();
    }

    private List<String> answers() {
        return client.readUntilReady().stream()
                .filter(LostServersIT::told)
                .map(LostServersIT::text)
                .toList();
    }

    private String next() {
        while (true) {
            Reply reply = client.read();
            if (told(reply)) {
                return text(reply);
            }
        }
    }

    /** The server's last words may be lost where something was just being sent to it. */
    private static String text(Reply reply) {
        String text = ReplyText.of(reply);
        return text.equals("Error 57P01") || text.equals("Error 08006") ? LOST : text;
    }

    private static boolean told(Reply reply) {
        return !(reply instanceof Reply.NoticeResponse || reply instanceof Reply.ParameterStatus);
    }

    /** The session is sound: answers are those of the statements asked. */
    private void works() {
        ask("ROLLBACK");
        for (String key : List.of(keyOfA, keyOfB)) {
            List<String> answers = ask("SELECT 'works' FROM customers WHERE customer_id = " + key);
            assertEquals(List.of("Data works", "Complete \"SELECT 1\"", "Ready I"), answers.subList(1, answers.size()));
        }
    }

    // ---- the databases

    private static void kill(int shard, String mark) {
        assertEquals(
                List.of("t"),
                fleet.shards()
                        .get(shard)
                        .query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%"
                                + mark
                                + "%'"));
    }

    private static void awaitActive(int shard, String word) {
        await(shard, "state = 'active' AND query LIKE '%" + word + "%'");
    }

    private static void awaitWaiting(int shard, String word) {
        await(shard, "wait_event_type = 'Lock' AND query LIKE '%" + word + "%'");
    }

    private static void await(int shard, String condition) {
        String sql =
                "SELECT pg_sleep(0.01), count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND " + condition;
        for (int i = 0; i < POLLS_MAX; i++) {
            if (!fleet.shards().get(shard).query(sql).getFirst().endsWith("\t0")) {
                return;
            }
        }
        throw new IllegalStateException("not seen: " + condition);
    }

    private static Connection direct(FleetDatabase database) throws SQLException {
        return DriverManager.getConnection(
                database.endpoint().jdbcUrl(),
                database.endpoint().user(),
                database.endpoint().password());
    }
}
