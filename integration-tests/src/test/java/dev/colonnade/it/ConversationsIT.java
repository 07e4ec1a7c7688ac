package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.transcript.ReplyText;
import dev.colonnade.it.wire.RawConnection;
import dev.colonnade.it.wire.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations in which it matters which database a message goes to, or that the proxy refuses something in between. */
final class ConversationsIT {
    /** More sessions than there are event loops, so that each pool is asked. */
    private static final int OTHERS = 8;

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
    void anErrorAtOneDatabaseUndoesWhatThePipelineDidAtAnother() {
        insert(keyOfA, 990001);
        run("SELECT 1 / (customer_id - customer_id) FROM customers WHERE customer_id = " + keyOfB);
        client.sync().flush();
        List<String> answers = answers();
        assertEquals(List.of("Error 22012", "Ready I"), answers.subList(answers.size() - 2, answers.size()));
        assertEquals("0", orders(0, 990001));
    }

    @Test
    void anErrorThatComesLaterUndoesIt() {
        insert(keyOfA, 990002);
        run("SELECT 'fine' FROM customers WHERE customer_id = " + keyOfB);
        run("SELECT 1 / (customer_id - customer_id) FROM customers WHERE customer_id = " + keyOfB);
        client.sync().flush();
        List<String> answers = answers();
        assertEquals(List.of("Error 22012", "Ready I"), answers.subList(answers.size() - 2, answers.size()));
        assertEquals("0", orders(0, 990002));
    }

    @Test
    void aRefusalUndoesWhatThePipelineDidAtSeveral() {
        insert(keyOfA, 990003);
        run("SELECT 'fine' FROM customers WHERE customer_id = " + keyOfB);
        run("LISTEN news");
        client.sync().flush();
        List<String> answers = answers();
        assertEquals(List.of("Error 0A000", "Ready I"), answers.subList(answers.size() - 2, answers.size()));
        assertEquals("0", orders(0, 990003));
    }

    @Test
    void anErrorBehindAScatterUndoesWhatCameBeforeIt() {
        insert(keyOfA, 990004);
        run("SELECT count(*) FROM customers");
        run("SELECT 1 / (customer_id - customer_id) FROM customers WHERE customer_id = " + keyOfB);
        client.sync().flush();
        List<String> answers = answers();
        assertEquals(List.of("Error 22012", "Ready I"), answers.subList(answers.size() - 2, answers.size()));
        assertEquals("0", orders(0, 990004));
    }

    @Test
    void aPipelineOverSeveralDatabasesThatSucceedsStays() {
        run("SELECT 'fine' FROM customers WHERE customer_id = " + keyOfB);
        run("SELECT count(*) FROM customers");
        insert(keyOfA, 990005);
        run("SELECT 'fine' FROM customers WHERE customer_id = " + keyOfB);
        client.sync().flush();
        assertEquals("Ready I", answers().getLast());
        assertEquals("1", orders(0, 990005));
    }

    @Test
    void aClientThatLeavesInTheMiddleOfABatchLeavesNothing() {
        insert(keyOfA, 990006);
        client.flushRequest().flush();
        assertEquals("ParseComplete", ReplyText.of(client.read()));
        assertEquals("BindComplete", ReplyText.of(client.read()));
        assertEquals("Complete \"INSERT 0 1\"", ReplyText.of(client.read()));
        client.close();
        for (int i = 0; i < OTHERS; i++) {
            try (RawConnection other = RawConnection.open(target.endpoint())) {
                other.query("SELECT 'other' FROM customers WHERE customer_id = " + keyOfA)
                        .flush();
                assertEquals("Ready I", ReplyText.of(other.readUntilReady().getLast()));
            }
        }
        assertEquals("0", orders(0, 990006));
        connect();
    }

    @Test
    void whatPostgresCallsASyntaxErrorIsOneAgainAfterARefusal() {
        assertEquals(List.of("Error 42601", "Ready I"), ask("SELEC 1"));
        assertEquals(List.of("Error 0A000", "Ready I"), ask("SELECT pg_advisory_lock(1) FROM customers"));
        assertEquals(List.of("Error 42601", "Ready I"), ask("SELEC 1"));
    }

    // ---- the conversation

    private void insert(String key, int order) {
        run("INSERT INTO orders (customer_id, order_id) VALUES (" + key + ", " + order + ")");
    }

    private void run(String sql) {
        client.parse("", sql, List.of()).bind("", "", List.of(), List.of(), 0).execute("", 0);
    }

    private List<String> ask(String sql) {
        client.query(sql).flush();
        return answers();
    }

    private List<String> answers() {
        return client.readUntilReady().stream()
                .filter(reply -> !(reply instanceof Reply.NoticeResponse || reply instanceof Reply.ParameterStatus))
                .map(ReplyText::of)
                .toList();
    }

    private static String orders(int shard, int order) {
        return fleet.shards()
                .get(shard)
                .query("SELECT count(*) FROM orders WHERE order_id = " + order)
                .getFirst();
    }
}
