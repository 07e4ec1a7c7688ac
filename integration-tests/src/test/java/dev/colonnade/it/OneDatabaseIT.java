package dev.colonnade.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.fleet.PostgresServer;
import dev.colonnade.it.transcript.ReplyText;
import dev.colonnade.it.wire.Endpoint;
import dev.colonnade.it.wire.RawConnection;
import dev.colonnade.it.wire.Reply;
import dev.colonnade.server.ProxyServer;
import dev.colonnade.server.ProxyStartException;
import dev.colonnade.server.config.ProxyConfig;
import dev.colonnade.server.config.Secret;
import dev.colonnade.topology.store.TopologyFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In front of one database a session may keep its connection: what it has said must hold there, and its end is the session's. */
final class OneDatabaseIT {
    private static FleetDatabase database;
    private static ProxyServer proxy;
    private static Endpoint endpoint;
    private RawConnection client;

    @BeforeAll
    static void start() throws ProxyStartException {
        database = HostileFleet.shared().standIn();
        Endpoint direct = database.endpoint();
        proxy = ProxyServer.start(
                ProxyConfig.forDevelopment(0, 0)
                        .withServers(new ProxyConfig.Servers(
                                direct.user(), Secret.of(direct.password()), Duration.ofSeconds(5))),
                TopologyFile.parse(
                        "one.yaml",
                        "database: one\nshards:\n  only: { host: %s, port: %d, database: %s }\n"
                                .formatted(direct.host(), direct.port(), direct.database())));
        endpoint = new Endpoint("127.0.0.1", proxy.port(), "one", "app", "", PostgresServer.TIMEOUT_MILLIS);
    }

    @AfterAll
    static void stop() {
        proxy.close();
        database.restoreAll();
    }

    @BeforeEach
    void keepAConnection() {
        client = RawConnection.open(endpoint);
        assertEquals(List.of("Complete \"CREATE TABLE\"", "Ready I"), ask("CREATE TEMP TABLE kept (a int)"));
    }

    @AfterEach
    void leave() {
        client.close();
    }

    @Test
    void aTransactionBeginsWithTheSettingsOfTheSession() {
        ask("SET search_path TO pg_temp, elsewhere");
        ask("BEGIN");
        assertEquals(
                "Data pg_temp, elsewhere",
                ask("SELECT current_setting('search_path') FROM (SELECT FROM kept) k RIGHT JOIN (SELECT) o ON true")
                        .get(1));
        ask("ROLLBACK");
        assertEquals(
                "Data pg_temp, elsewhere",
                ask("SELECT current_setting('search_path')").get(1));
        assertEquals("Data 0", ask("SELECT count(*) FROM kept").get(1));
    }

    @Test
    void aMessageOfSeveralStatementsTakesItsOwnSettings() {
        assertEquals(
                List.of("Complete \"SET\"", "Columns work_mem:25", "Data 77MB", "Complete \"SHOW\"", "Ready I"),
                ask("SET work_mem TO '77MB'; SHOW work_mem"));
        assertEquals("Data 77MB", ask("SHOW work_mem").get(1));
    }

    @Test
    void aRolledBackSettingIsUndoneAndTheTemporaryTableStays() {
        ask("SET work_mem TO '55MB'");
        ask("BEGIN");
        ask("SET work_mem TO '77MB'");
        assertEquals("Data 77MB", ask("SHOW work_mem").get(1));
        ask("SET work_mem TO '88MB'");
        assertEquals("Data 88MB", ask("SHOW work_mem").get(1));
        ask("ROLLBACK");
        assertEquals("Data 55MB", ask("SHOW work_mem").get(1));
        assertEquals("Data 0", ask("SELECT count(*) FROM kept").get(1));
    }

    @Test
    void theEndOfTheKeptConnectionIsTheSessions() {
        ask("SELECT 'forlorn' FROM kept");
        assertEquals(
                List.of("t"),
                database.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND query LIKE '%forlorn%'"));
        client.query("SELECT count(*) FROM kept").flush();
        List<String> last = answers();
        assertEquals(List.of("Fatal 57P01", "Closed"), last);
    }

    @Test
    void notificationsComeWhileTheSessionIsIdle() {
        ask("LISTEN news");
        database.query("SELECT pg_notify('news', 'extra')");
        assertEquals("Notification news", ReplyText.of(client.read()));
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
}
