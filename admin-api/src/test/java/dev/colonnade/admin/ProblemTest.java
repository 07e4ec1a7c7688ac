package dev.colonnade.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProblemTest {
    private final StubProxy proxy = new StubProxy();
    private final AdminServer server = AdminServer.start(new AdminConfig("127.0.0.1", 0), proxy.ports());
    private final Client client = new Client(server);

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void unknownRoute() {
        HttpResponse<String> response = client.get("/v1/topologies");
        assertProblem(404, "not_found", response);
        Golden.check("problem-not-found", response.body());
    }

    @Test
    void wrongMethod() {
        HttpResponse<String> response =
                client.send(client.request("/v1/topology").DELETE());
        assertProblem(405, "method_not_allowed", response);
        assertEquals("GET, HEAD", response.headers().firstValue("Allow").orElse("none"));
        Golden.check("problem-method-not-allowed", response.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                            | -          | body: empty (expected: a JSON object)",
                "{                                             | -          | body: line 1, column",
                "[]                                            | -          | body: a JSON array (expected: an object)",
                "{\"sql\": \"x\"} x                            | -          | body: line 1, column",
                "{\"sql\": \"x\", \"sql\": \"y\"}              | -          | Duplicate",
                "{}                                            | sql        | sql: missing (expected: a string)",
                "{\"sql\": 5}                                  | sql        | sql: a JSON number (expected: a string)",
                "{\"sql\": null}                               | sql        | sql: null (expected: a string)",
                "{\"sql\": \" \"}                              | sql        | sql: blank (expected: a statement)",
                "{\"sql\": \"x\", \"paramters\": []}           | paramters  | paramters: unknown (expected: perhaps parameters)",
                "{\"sql\": \"x\", \"qqqqqqq\": []}             | qqqqqqq    | qqqqqqq: unknown (expected: one of database, sql, parameters)",
                "{\"sql\": \"x\", \"parameters\": \"1\"}       | parameters | parameters: a JSON string (expected: an array",
                "{\"sql\": \"x\", \"parameters\": [\"1\", 2]}  | parameters[1] | parameters[1]: a JSON number (expected: a string or null)",
            })
    void badDocument(String body, String field, String detail) {
        HttpResponse<String> response = client.explain(body);
        assertProblem(400, "bad_document", response);
        JsonNode problem = tree(response);
        assertEquals(field, problem.path("field").asText("-"));
        assertTrue(problem.path("detail").asText().contains(detail), problem.toString());
    }

    @Test
    void theNearestFieldIsItsOwnMember() {
        HttpResponse<String> response = client.explain("{\"sqll\": \"x\"}");
        Golden.check("problem-bad-document", response.body());
    }

    @Test
    void deepNestingIsMalformed() {
        assertProblem(400, "bad_document", client.explain("[".repeat(100_000)));
    }

    @Test
    void bodiesHaveALimit() {
        String start = "{\"sql\": \"";
        String end = "\"}";
        int room = HttpRoutes.BODY_BYTES_MAX - start.length() - end.length();
        assertEquals(200, client.explain(start + "x".repeat(room) + end).statusCode());
        assertProblem(413, "body_too_large", client.explain(start + "x".repeat(room + 1) + end));
    }

    @Test
    void bodiesMustBeJson() {
        assertProblem(
                415,
                "not_json",
                client.send(client.request("/v1/explain", "Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}"))));
        assertProblem(415, "not_json", client.send(client.request("/v1/explain").POST(BodyPublishers.noBody())));
    }

    @Test
    void failuresOfTheProxyKeepTheirTextInside() {
        proxy.failure = new IllegalStateException("secret");
        HttpResponse<String> response = client.get("/v1/sessions");
        assertProblem(500, "internal", response);
        Golden.check("problem-internal", response.body());
    }

    @Test
    void aForeignHostIsRefused() {
        String foreign = client.raw("GET /v1/sessions HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        assertTrue(foreign.startsWith("HTTP/1.1 421 "), foreign);
        assertTrue(foreign.contains("\"code\":\"foreign_host\""), foreign);
        for (String host : new String[] {"localhost:1", "127.0.0.1", "[::1]:8432"}) {
            String own = client.raw("GET /v1/sessions HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertTrue(own.startsWith("HTTP/1.1 200 "), own);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /%zz HTTP/1.1",
        "GET /healthz HTTP/9.9",
        "GET /../../etc/passwd HTTP/1.1",
        "GET /v1/..;/topology HTTP/1.1",
        "nonsense"
    })
    void whatNeverReachesARouteIsAProblemToo(String requestLine) {
        String response = client.raw(requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(response.contains("Content-Type: application/problem+json"), response);
        assertFalse(response.contains("jetty"), response);
        assertFalse(response.contains("Exception"), response);
    }

    @Test
    void tooManyHeadersAreAProblemToo() {
        String response =
                client.raw("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        assertTrue(response.startsWith("HTTP/1.1 431 "), response);
        assertTrue(response.contains("\"status\":431"), response);
    }

    private static void assertProblem(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", Client.contentType(response));
        JsonNode problem = tree(response);
        assertEquals(status, problem.path("status").asInt());
        assertEquals(code, problem.path("code").asText());
    }

    private static JsonNode tree(HttpResponse<String> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
