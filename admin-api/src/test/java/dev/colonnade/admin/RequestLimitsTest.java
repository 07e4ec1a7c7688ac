package dev.colonnade.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class RequestLimitsTest {
    private static final Answer DONE = Answer.withoutBody(200, Map.of());

    @Test
    void aRequestThatHangsIsGivenUpButStillCounts() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (RequestLimits limits = new RequestLimits(1, Duration.ofMillis(50))) {
            assertRefused(
                    504,
                    () -> limits.within(() -> {
                        awaitInterrupt(interrupted);
                        release.await();
                        return DONE;
                    }));
            assertTrue(interrupted.await(10, TimeUnit.SECONDS));
            assertRefused(503, () -> limits.within(() -> DONE));
            release.countDown();
            assertEquals(DONE, afterRoom(limits));
        }
    }

    @Test
    void aClosedServerRefuses() {
        RequestLimits limits = new RequestLimits(1, Duration.ofSeconds(1));
        limits.close();
        assertRefused(503, () -> limits.within(() -> DONE));
        assertRefused(503, () -> limits.within(() -> DONE));
    }

    @Test
    void healthAnswersWhileAllElseHangs() {
        StubProxy proxy = new StubProxy();
        RequestLimits none = new RequestLimits(0, Duration.ofSeconds(1));
        try (AdminServer server = AdminServer.start(new AdminConfig("127.0.0.1", 0), proxy.ports(), none);
                Client client = new Client(server)) {
            assertEquals(200, client.get("/healthz").statusCode());
            var busy = client.get("/v1/sessions");
            assertEquals(503, busy.statusCode());
            assertEquals("1", busy.headers().firstValue("Retry-After").orElse("none"));
        }
    }

    @Test
    void aSlowBodyIsGivenUp() {
        StubProxy proxy = new StubProxy();
        RequestLimits limits = new RequestLimits(4, Duration.ofMillis(100));
        try (AdminServer server = AdminServer.start(new AdminConfig("127.0.0.1", 0), proxy.ports(), limits);
                Client client = new Client(server)) {
            String answer = client.raw("POST /v1/explain HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
            assertTrue(answer.startsWith("HTTP/1.1 504 "), answer);
        }
    }

    private static void awaitInterrupt(CountDownLatch interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException givenUp) {
            interrupted.countDown();
        }
    }

    /** The permit comes back a moment after the work ends. */
    private static Answer afterRoom(RequestLimits limits) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                return limits.within(() -> DONE);
            } catch (Problem stillBusy) {
                assertTrue(System.nanoTime() < deadline, "no room within 10 s");
                Thread.onSpinWait();
            }
        }
    }

    private static void assertRefused(int status, Executable request) {
        assertEquals(status, assertThrows(Problem.class, request).answer().status());
    }
}
