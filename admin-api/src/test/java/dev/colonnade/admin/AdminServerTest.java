package dev.colonnade.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.admin.port.Readiness;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AdminServerTest {
    private final StubProxy proxy = new StubProxy();
    private final AdminServer server = AdminServer.start(new AdminConfig("127.0.0.1", 0), proxy.ports());
    private final Client client = new Client(server);

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void topologyIsWholeAndTagged() {
        HttpResponse<String> response = client.get("/v1/topology");
        assertJson(200, response);
        assertEquals(tag(), response.headers().firstValue("ETag").orElse("none"));
        Golden.check("topology", response.body());
    }

    @Test
    void aKnownTopologyIsNotSentAgain() {
        for (String known : List.of(tag(), "W/" + tag(), "\"other\", " + tag(), "*")) {
            HttpResponse<String> response = client.get("/v1/topology", "If-None-Match", known);
            assertEquals(304, response.statusCode(), known);
            assertEquals("", response.body());
            assertEquals(tag(), response.headers().firstValue("ETag").orElse("none"));
        }
    }

    @Test
    void anotherTopologyIsSent() {
        String known = tag();
        proxy.topology = proxy.topology.withEpoch(proxy.topology.epoch().next());
        HttpResponse<String> response = client.get("/v1/topology", "If-None-Match", known);
        assertJson(200, response);
        assertEquals(tag(), response.headers().firstValue("ETag").orElse("none"));
        assertFalse(tag().equals(known));
    }

    @Test
    void shardsHavePoolsAndCounts() {
        HttpResponse<String> response = client.get("/v1/shards");
        assertJson(200, response);
        Golden.check("shards", response.body());
    }

    @Test
    void sessionsSayWhatTheyDo() {
        HttpResponse<String> response = client.get("/v1/sessions");
        assertJson(200, response);
        Golden.check("sessions", response.body());
    }

    @Test
    void longStatementsAreCutBetweenCharacters() {
        proxy.sessions = StubProxy.sessionsOf("x".repeat(999) + "\uD83D\uDE00 and more");
        String body = client.get("/v1/sessions").body();
        assertTrue(body.contains("\"statement\":\"" + "x".repeat(999) + "\",\"statement_truncated\":true"), body);
    }

    @Test
    void transactionsAreListed() {
        HttpResponse<String> response = client.get("/v1/transactions");
        assertJson(200, response);
        assertEquals(
                "{\"transactions\":[{\"gid\":\"a:1\",\"prepared_on\":[\"west\"],\"decided_on\":\"east\",\"age_seconds\":31.5,"
                        + "\"driven\":false,\"decision\":\"commit\"},{\"gid\":\"a:2\",\"prepared_on\":[\"west\",\"east\"],"
                        + "\"decided_on\":\"east\",\"age_seconds\":0.25,\"driven\":true}]}",
                response.body());
    }

    @Test
    void aTransactionIsEndedAsWasDecidedAndNotOtherwise() {
        assertEquals(
                "{\"gid\":\"a:1\",\"decision\":\"commit\"}",
                client.post("/v1/transactions/a%3A1/commit").body());
        assertEquals(409, client.post("/v1/transactions/a%3A1/abort").statusCode());
        assertEquals(409, client.post("/v1/transactions/a%3A2/commit").statusCode());
        assertEquals(
                "{\"gid\":\"a:2\",\"decision\":\"abort\"}",
                client.post("/v1/transactions/a%3A2/abort").body());
        assertEquals(404, client.post("/v1/transactions/a%3A3/abort").statusCode());
    }

    @Test
    void explainShowsThePlan() {
        HttpResponse<String> response = client.explain(
                "{\"sql\": \"SELECT * FROM orders WHERE customer_id IN ($1, $2)\", \"parameters\": [\"42\", null]}");
        assertJson(200, response);
        Golden.check("explain-planned", response.body());
    }

    @Test
    void explainShowsTheRefusal() {
        HttpResponse<String> response = client.explain("{\"sql\": \"TABLE orders\"}");
        assertJson(200, response);
        Golden.check("explain-refused", response.body());
    }

    @Test
    void healthFollowsTheProxy() {
        assertJson(200, client.get("/healthz"));
        assertEquals("{\"ok\":true,\"reasons\":[]}", client.get("/readyz").body());
        proxy.live = false;
        proxy.readiness = new Readiness(List.of("no topology yet", "catalogue not read"));
        assertJson(503, client.get("/healthz"));
        HttpResponse<String> notReady = client.get("/readyz");
        assertJson(503, notReady);
        assertEquals("{\"ok\":false,\"reasons\":[\"no topology yet\",\"catalogue not read\"]}", notReady.body());
    }

    @Test
    void metricsArePrometheusText() {
        HttpResponse<String> response = client.get("/metrics");
        assertEquals(200, response.statusCode());
        assertEquals("# EOF\n", response.body());
        assertEquals("text/plain; version=0.0.4; charset=utf-8", Client.contentType(response));
    }

    @Test
    void headHasNoBody() {
        HttpResponse<String> response =
                client.send(client.request("/v1/topology").method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, response.statusCode());
        assertEquals("", response.body());
    }

    @Test
    void theServerDoesNotNameItsLibrary() {
        assertTrue(client.get("/healthz").headers().firstValue("Server").isEmpty());
    }

    @Test
    void aTakenPortIsNamed() {
        AdminConfig taken = new AdminConfig("127.0.0.1", server.port());
        UncheckedIOException refused =
                assertThrows(UncheckedIOException.class, () -> AdminServer.start(taken, proxy.ports()));
        assertTrue(refused.toString().contains("127.0.0.1:" + server.port()), refused.toString());
    }

    private String tag() {
        return "\"" + proxy.topology.epoch() + "-" + proxy.topology.contentHash() + "\"";
    }

    private static void assertJson(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/json", Client.contentType(response));
    }
}
