package dev.colonnade.server.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.server.catalog.StartupFinding.Severity;
import dev.colonnade.topology.Colo;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.TopologyEpoch;
import dev.colonnade.topology.key.KeyType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class StartupCheckIT {
    private static final String TABLES = """
            CREATE TABLE orders (customer_id int, region text);
            CREATE TABLE countries (code text);
            CREATE TABLE settings (name text)
            """;
    private static final PhysicalShard GOOD = TestServer.database("good", "check_good");
    private static final PhysicalShard BAD = TestServer.database("bad", "check_bad");

    @BeforeAll
    static void createDatabases() throws SQLException {
        TestServer.createDatabase("good", GOOD.database(), "");
        TestServer.createDatabase("bad", BAD.database(), "TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'");
        TestServer.execute(GOOD, TABLES);
        TestServer.execute(BAD, "CREATE TABLE orders (customer_id timestamptz, place text)");
    }

    @Test
    void findsNothingWrongWithAGoodDatabase() throws SQLException {
        List<StartupFinding> findings = check(GOOD);
        assertEquals(List.of(), findings);
    }

    @Test
    void namesAllThatIsWrong() throws SQLException {
        List<String> findings = check(GOOD, BAD).stream()
                .filter(finding -> finding.kind().severity() != Severity.NOTE)
                .map(StartupFinding::toString)
                .toList();
        assertEquals(
                List.of(
                        "ERROR bad: has server_encoding SQL_ASCII (expected: UTF8)",
                        "ERROR bad: key column customer_id of table public.orders is of type timestamp with time zone"
                                + " (expected: bigint)",
                        "ERROR bad: table public.orders has no key column region",
                        "WARNING bad: has no table public.countries"),
                findings);
    }

    @Test
    void aKeyThatComparesCarelesslyIsAnError() throws SQLException {
        PhysicalShard careless = TestServer.createDatabase("careless", "check_careless", "");
        TestServer.execute(
                careless,
                "CREATE COLLATION c (provider = icu, locale = 'und-u-ks-level2', deterministic = false);" + TABLES
                        + "; ALTER TABLE orders ALTER region TYPE text COLLATE c");
        assertEquals(
                List.of(
                        "ERROR careless: key column region of table public.orders has a nondeterministic collation: equal"
                                + " keys would hash differently"),
                check(careless).stream()
                        .filter(finding -> finding.kind().severity() == Severity.ERROR)
                        .map(StartupFinding::toString)
                        .toList());
    }

    @Test
    void aDatabaseThatIsDownIsReportedAndTheOthersAreChecked() throws SQLException {
        List<StartupFinding> findings = check(GOOD, TestServer.database("gone", "check_gone"));
        StartupFinding last = findings.getLast();
        assertEquals(new PhysicalShardId("gone"), last.shard());
        assertEquals(Severity.DOWN, last.kind().severity());
        assertTrue(last.text().contains("check_gone"), last::text);
    }

    @Test
    void oneDatabaseUnderTwoNamesIsAnError() throws SQLException {
        StartupFinding last =
                check(GOOD, TestServer.database("twin", GOOD.database())).getLast();
        assertEquals("ERROR twin: is the same database as good: rows would count twice", last.toString());
    }

    @Test
    void readsWhatClientsAreToldOfTheServer() throws SQLException {
        try (Connection connection = TestServer.connections().open(GOOD)) {
            ServerParameters parameters = ServerParameters.load(connection);
            assertTrue(parameters.values().getOrDefault("server_version", "").startsWith("17"));
            assertEquals("UTF8", parameters.values().get("server_encoding"));
            assertEquals("on", parameters.values().get("integer_datetimes"));
            assertEquals("postgres", parameters.values().get("session_authorization"));
            assertEquals("on", parameters.values().get("is_superuser"));
            assertEquals("\"$user\", public", parameters.values().get("search_path"));
            assertEquals("GMT", parameters.values().get("TimeZone"));
            ServerParameters reported =
                    parameters.withReported(Map.of("TimeZone", "Europe/Vienna", "application_name", "psql"));
            assertEquals("Europe/Vienna", reported.values().get("TimeZone"));
            assertEquals(parameters.values().keySet(), reported.values().keySet());
        }
    }

    private static List<StartupFinding> check(PhysicalShard... databases) throws SQLException {
        Map<PhysicalShardId, PhysicalShard> shards = new LinkedHashMap<>();
        for (PhysicalShard database : databases) {
            shards.put(database.id(), database);
        }
        PhysicalShardId home = databases[0].id();
        Placement placement = new Placement.Hash(List.copyOf(shards.keySet()));
        Colo colo = new Colo("customer", List.of(KeyType.INT8, KeyType.TEXT), placement);
        Map<TableName, TablePlacement> tables = new LinkedHashMap<>();
        tables.put(TableName.of("orders"), new TablePlacement.Sharded(colo, List.of("customer_id", "region")));
        tables.put(TableName.of("countries"), new TablePlacement.Reference());
        tables.put(TableName.of("settings"), new TablePlacement.Unsharded(home));
        Topology topology =
                Topology.of(TopologyEpoch.FIRST, "shop", shards, Map.of("customer", colo), tables, home, List.of());
        return new StartupCheck(TestServer.connections()).run(topology);
    }
}
