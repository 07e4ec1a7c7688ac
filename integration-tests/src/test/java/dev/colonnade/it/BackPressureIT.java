package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.transcript.ReplyText;
import dev.colonnade.it.wire.RawConnection;
import dev.colonnade.it.wire.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that send without reading, or keep more than anybody needs. */
final class BackPressureIT {
    private static final int REQUESTS = 6_000;
    private static final int REQUEST_BYTES = 16 * 1024;

    private static final int NAME_BYTES = 300;

    /** What may be on the way in kernels and in the proxy, generously. */
    private static final int ON_THE_WAY_MAX = 48 << 20;

    private static final int PORTALS_MAX = 1_000;

    private static ProxyUnderTest target;
    private RawConnection client;

    @BeforeAll
    static void start() {
        target = ProxyUnderTest.start(HostileFleet.shared());
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
    }

    /** A server that can't get rid of its answers stops to read, and so must the proxy. */
    @Test
    void aPipelineIsNotReadAheadOfItsAnswers() throws InterruptedException {
        String text = "x".repeat(REQUEST_BYTES);
        AtomicInteger sent = new AtomicInteger();
        Thread writer = new Thread(
                () -> {
                    client.parse("s", "SELECT $1::text", List.of()).flush();
                    for (int i = 0; i < REQUESTS; i++) {
                        client.bind("", "s", List.of(), List.of(text), 0)
                                .execute("", 0)
                                .flush();
                        sent.incrementAndGet();
                    }
                    client.sync().flush();
                },
                "pipeline");
        writer.start();
        writer.join(3_000);
        assertTrue((long) sent.get() * REQUEST_BYTES < ON_THE_WAY_MAX, sent + " requests were taken");
        int rows = 0;
        Reply reply = client.read();
        while (!(reply instanceof Reply.ReadyForQuery)) {
            if (reply instanceof Reply.DataRow row) {
                assertEquals(text, row.values().getFirst());
                rows++;
            } else {
                assertTrue(reply instanceof Reply.Bare || reply instanceof Reply.CommandComplete, ReplyText.of(reply));
            }
            reply = client.read();
        }
        writer.join();
        assertEquals(REQUESTS, rows);
    }

    /** What the proxy answers by itself isn't kept for a client that doesn't read. */
    @Test
    void answersOfTheProxyItselfAreNotPiledUp() throws InterruptedException {
        String name = "s".repeat(NAME_BYTES);
        client.parse(name, "SELECT * FROM customers", List.of())
                .describe('S', name)
                .sync()
                .flush();
        client.readUntilReady();
        AtomicInteger sent = new AtomicInteger();
        int asked = 200_000;
        Thread writer = new Thread(
                () -> {
                    while (sent.get() < asked) {
                        for (int i = 0; i < 100; i++) {
                            client.describe('S', name);
                        }
                        client.flush();
                        sent.addAndGet(100);
                    }
                    client.sync().flush();
                },
                "describes");
        writer.start();
        writer.join(3_000);
        assertTrue((long) sent.get() * NAME_BYTES < ON_THE_WAY_MAX, sent + " requests were taken");
        int described = 0;
        Reply reply = client.read();
        while (!(reply instanceof Reply.ReadyForQuery)) {
            if (reply instanceof Reply.RowDescription) {
                described++;
            }
            reply = client.read();
        }
        writer.join();
        assertEquals(asked, described);
    }

    @Test
    void portalsHaveALimit() {
        client.query("BEGIN").flush();
        client.readUntilReady();
        client.parse("s", "SELECT 1", List.of());
        for (int i = 0; i <= PORTALS_MAX; i++) {
            client.bind("p" + i, "s", List.of(), List.of(), 0);
        }
        client.sync().flush();
        List<Reply> replies = client.readUntilReady();
        assertEquals("Error 54000", ReplyText.of(replies.get(replies.size() - 2)));
        assertEquals(PORTALS_MAX + 3, replies.size());
    }
}
