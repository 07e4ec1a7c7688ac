package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.transcript.ReplyText;
import dev.colonnade.it.wire.Endpoint;
import dev.colonnade.it.wire.RawConnection;
import dev.colonnade.it.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One connection for each database, and a short queue: what becomes of those who find it full. */
final class BusyPoolIT {
    private static final int SESSIONS_MAX = 3;
    private static final int ROUNDS = 10;
    private static final int POLLS_MAX = 500;
    private static HostileFleet fleet;
    private static ProxyUnderTest target;
    private static Endpoint endpoint;

    @BeforeAll
    static void start() {
        fleet = HostileFleet.shared();
        target = ProxyUnderTest.start(
                fleet, "event_loops: 1\npool: { size_per_shard: 1 }\nlimits: { sessions: " + SESSIONS_MAX + " }\n");
        endpoint = target.endpoint();
    }

    @AfterAll
    static void stop() {
        target.close();
    }

    /** The place in a queue that was full is none: a cancel later is about the statement that runs then. */
    @Test
    void aRefusedWaiterIsNotCancelledLater() {
        String key = fleet.shards()
                .get(0)
                .query("SELECT min(customer_id) FROM customers")
                .getFirst();
        List<RawConnection> starting = new ArrayList<>();
        try (RawConnection holder = RawConnection.open(endpoint);
                RawConnection client = RawConnection.open(endpoint)) {
            String backend = "SELECT pg_backend_pid() FROM customers WHERE customer_id = " + key;
            String before = ask(client, backend).get(1);
            ask(holder, "BEGIN");
            ask(holder, "SELECT 'held' FROM app_settings LIMIT 1");
            for (int i = 0; i < SESSIONS_MAX; i++) {
                // each waits for the home database's only connection, and the queue has no more places
                RawConnection one = RawConnection.connect(endpoint);
                one.startup(Map.of("user", HostileFleet.USER, "database", HostileFleet.LOGICAL_DATABASE));
                starting.add(one);
            }
            for (int i = 0; i < ROUNDS; i++) {
                // the only event loop has taken them when it has come round a few times
                ask(holder, "SELECT 'held' FROM app_settings LIMIT 1");
            }
            List<String> refused = ask(client, "SELECT 'none' FROM app_settings LIMIT 1");
            assertEquals(List.of("Error 53300", "Ready I"), refused);
            client.query("SELECT pg_sleep(60) FROM customers WHERE customer_id = " + key)
                    .flush();
            awaitActive("pg_sleep(60)");
            RawConnection.cancel(endpoint, client.key());
            List<String> cancelled = answers(client);
            assertEquals(
                    List.of("Error 57014", "Ready I"),
                    cancelled.stream().filter(one -> !one.startsWith("Columns")).toList());
            assertEquals(before, ask(client, backend).get(1), "its connection has been given back in use");
        } finally {
            starting.forEach(RawConnection::close);
        }
    }

    private static void awaitActive(String word) {
        String sql = "SELECT pg_sleep(0.01), count(*) FROM pg_stat_activity WHERE state = 'active'"
                + " AND pid <> pg_backend_pid() AND query LIKE '%" + word + "%'";
        for (int i = 0; i < POLLS_MAX; i++) {
            if (!fleet.shards().get(0).query(sql).getFirst().endsWith("\t0")) {
                return;
            }
        }
        throw new IllegalStateException("not seen: " + word);
    }

    private static List<String> ask(RawConnection client, String sql) {
        client.query(sql).flush();
        return answers(client);
    }

    private static List<String> answers(RawConnection client) {
        return client.readUntilReady().stream()
                .filter(reply -> !(reply instanceof Reply.NoticeResponse || reply instanceof Reply.ParameterStatus))
                .map(ReplyText::of)
                .toList();
    }
}
