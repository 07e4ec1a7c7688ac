package dev.colonnade.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.topology.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProxyConfigTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void anEmptyFileGivesTheDefaults() throws IOException {
        ProxyConfig config = read("");
        assertEquals(new ProxyConfig.Listen("127.0.0.1", 6432), config.listen());
        assertEquals(new ProxyConfig.Admin("127.0.0.1", 8432, null), config.admin());
        assertInstanceOf(Authentication.Trust.class, config.authentication());
        assertEquals(ProxyConfig.Servers.DEFAULT, config.servers());
        assertEquals(ProxyConfig.Pool.DEFAULT, config.pool());
        assertEquals(ProxyConfig.Limits.DEFAULT, config.limits());
        assertTrue(config.eventLoops() >= 1);
        assertEquals(config, ProxyConfig.forDevelopment(6432, 8432));
    }

    @Test
    void readsEverySectionAndLeavesTheTopologyAlone() throws IOException {
        Files.writeString(folder.resolve("users.txt"), "\"app\" \"x\"\n");
        Files.writeString(folder.resolve("token"), "t0ken\n");
        ProxyConfig config = read("""
                listen: {host: 0.0.0.0, port: 5432}
                admin: {host: "::1", port: 0, token_file: token}
                auth: scram-sha-256
                users_file: users.txt
                servers: {user: proxy, password_env: PROXY_PASSWORD, connect_timeout: 250ms}
                pool: {size_per_shard: 3, queue_timeout: 1s, idle_timeout: 2m, max_age: 1d}
                limits:
                  message_bytes: 1MB
                  sessions: 10
                  startup_timeout: 3s
                  merge_bytes: 1073741824
                  motion_rows: 500
                  motion_bytes: 2MB
                  statements_per_session: 7
                  plan_cache_entries: 8
                event_loops: 1
                colos: {customer: {}}
                """);
        assertEquals(new ProxyConfig.Listen("0.0.0.0", 5432), config.listen());
        assertEquals(new ProxyConfig.Admin("::1", 0, Secret.of("t0ken")), config.admin());
        var scram = assertInstanceOf(Authentication.ScramSha256.class, config.authentication());
        assertEquals("\"app\" \"x\"\n", scram.users().reveal());
        assertEquals(new ProxyConfig.Servers("proxy", Secret.of("sesame"), Duration.ofMillis(250)), config.servers());
        assertEquals(
                new ProxyConfig.Pool(3, Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofDays(1)),
                config.pool());
        assertEquals(
                new ProxyConfig.Limits(1 << 20, 10, Duration.ofSeconds(3), 1L << 30, 500, 2L << 20, 7, 8),
                config.limits());
        assertEquals(1, config.eventLoops());
        assertFalse(config.toString().contains("sesame"), config::toString);
        assertFalse(config.toString().contains("t0ken"), config::toString);
    }

    @Test
    void collectsAllProblems() {
        assertEquals(
                List.of(
                        "listen.port: 70000: expected a whole number from 0 to 65535",
                        "listen.hots: unknown key; expected one of host, port; did you mean host?",
                        "auth: scram: expected one of trust, scram-sha-256; did you mean scram-sha-256?",
                        "servers.connect_timeout: 5: expected a time with its unit such as 500ms, 10s, 5m or 1h, from 1ms"
                                + " to 10m",
                        "servers.pasword: unknown key; expected one of user, password_env, password_file, password,"
                                + " connect_timeout; did you mean password?",
                        "pool: [1]: expected a mapping of keys",
                        "limits.message_bytes: \"2GB\": expected a number of bytes such as 64MB, from 64kB to 1GB",
                        "limits.sessions: \"many\": expected a whole number from 1 to 1000000",
                        "event_loops: 0: expected a whole number from 1 to 1024"),
                problems("""
                        listen: {hots: localhost, port: 70000}
                        auth: scram
                        servers: {pasword: x, connect_timeout: 5}
                        pool: [1]
                        limits: {message_bytes: 2GB, sessions: many}
                        event_loops: 0
                        """));
    }

    @Test
    void everybodyIsBelievedOnlyOnLoopbackUnlessTheFileSaysSo() throws IOException {
        assertEquals(
                List.of(
                        "auth: needed where listen.host isn't a loopback address (it is 10.0.0.1): scram-sha-256, or trust"
                                + " to let in everybody who can reach it"),
                problems("listen: {host: 10.0.0.1}"));
        assertInstanceOf(
                Authentication.Trust.class,
                read("{listen: {host: 10.0.0.1}, auth: trust}").authentication());
        assertEquals(
                List.of("admin.token_file: needed where admin.host isn't a loopback address (it is 0.0.0.0)"),
                problems("admin: {host: 0.0.0.0}"));
    }

    @Test
    void secretsNeverAppearInProblems() {
        assertEquals(List.of("servers.password: expected a text in quotes"), problems("servers: {password: 1234}"));
        assertEquals(
                List.of("servers.password_env: the environment has no variable NOWHERE"),
                problems("servers: {password_env: NOWHERE}"));
        assertEquals(
                List.of("servers.password: expected only one of password_env, password_file and password"),
                problems("servers: {password_env: PROXY_PASSWORD, password: abc}"));
    }

    @Test
    void namesFilesThatAreMissing() {
        assertEquals(
                List.of("users_file: " + folder.resolve("none.txt") + ": there is no such file"),
                problems("{auth: scram-sha-256, users_file: none.txt}"));
        assertEquals(List.of("users_file: needed by auth: scram-sha-256"), problems("auth: scram-sha-256"));
        assertEquals(List.of("users_file: used only by auth: scram-sha-256"), problems("users_file: u.txt"));
        var missing =
                assertThrows(InvalidConfigException.class, () -> ProxyConfig.read(folder.resolve("nowhere.yaml")));
        assertEquals(folder.resolve("nowhere.yaml") + ": there is no such file", missing.getMessage());
    }

    @Test
    void saysWhereTheYamlIsBroken() {
        List<String> broken = problems("listen: {host: a\npool: ]");
        assertEquals(1, broken.size());
        assertTrue(broken.get(0).startsWith("line 2: "), () -> broken.get(0));
        assertTrue(problems("event_loops: 1\nevent_loops: 2").get(0).contains("event_loops"));
        assertEquals(1, problems("- a\n- b").size());
    }

    @Test
    void quantitiesAreWrittenAsTheyAreRead() {
        for (String text : List.of("500ms", "1s", "90s", "5m", "1h")) {
            assertEquals(text, Quantity.text(Quantity.duration(text).orElseThrow()));
        }
        for (String text : List.of("1", "1kB", "64MB", "1GB")) {
            assertEquals(text, Quantity.text(Quantity.bytes(text).orElseThrow()));
        }
        assertTrue(Quantity.duration("999999999999999999d").isEmpty());
        assertTrue(Quantity.bytes("999999999999999999GB").isEmpty());
        assertNotNull(NearestName.to("size-per-shards", List.of("size_per_shard")));
    }

    private ProxyConfig read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("colonnade.yaml"), yaml);
        return new ConfigReader(file, Map.of("PROXY_PASSWORD", "sesame")).read();
    }

    private List<String> problems(String yaml) {
        String prefix = folder.resolve("colonnade.yaml") + ": ";
        return assertThrows(InvalidConfigException.class, () -> read(yaml)).problems().stream()
                .map(problem -> problem.toString().substring(prefix.length()))
                .toList();
    }
}
