package dev.colonnade.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

final class AdminTokenTest {
    private static final String TOKEN = "0123456789abcdef-ü";
    private final StubProxy proxy = new StubProxy();

    @Test
    void everythingButHealthNeedsTheToken() {
        try (AdminServer server =
                        AdminServer.start(new AdminConfig("127.0.0.1", 0, "0123456789abcdef"), proxy.ports());
                Client client = new Client(server)) {
            assertEquals(200, client.get("/healthz").statusCode());
            assertEquals(200, client.get("/readyz").statusCode());
            for (Route route : new Routes(proxy.ports()).all()) {
                if (!route.path().equals("/healthz") && !route.path().equals("/readyz")) {
                    assertRefused(client.get(route.path().replaceAll("\\{[^}]*}", "any")));
                }
            }
            assertRefused(client.get("/v1/unknown"));
            assertRefused(client.get("/v1/shards", "Authorization", "Bearer 0123456789abcdeg"));
            assertRefused(client.get("/v1/shards", "Authorization", "Bearer "));
            assertRefused(client.get("/v1/shards", "Authorization", "Basic 0123456789abcdef"));
            for (String scheme : new String[] {"Bearer ", "bearer "}) {
                assertEquals(
                        200,
                        client.get("/v1/shards", "Authorization", scheme + "0123456789abcdef")
                                .statusCode());
            }
        }
    }

    @Test
    void otherMachinesNeedAToken() {
        String message = assertThrows(IllegalArgumentException.class, () -> new AdminConfig("0.0.0.0", 0))
                .getMessage();
        assertTrue(String.valueOf(message).contains("0.0.0.0 without an admin token"), message);
        assertEquals("0.0.0.0", new AdminConfig("0.0.0.0", 0, TOKEN).host());
        assertEquals("localhost", new AdminConfig("localhost", 0).host());
    }

    @Test
    void badConfigurationsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new AdminConfig("127.0.0.1", 65_536));
        assertThrows(IllegalArgumentException.class, () -> new AdminConfig("127.0.0.1", 0, "short"));
    }

    @Test
    void theTokenIsNotPrinted() {
        assertFalse(new AdminConfig("127.0.0.1", 0, TOKEN).toString().contains(TOKEN));
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertEquals(401, response.statusCode(), response.body());
        assertEquals("application/problem+json", Client.contentType(response));
        assertEquals(
                "Bearer realm=\"colonnade\"",
                response.headers().firstValue("WWW-Authenticate").orElse("none"));
    }
}
