package dev.colonnade.cli.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.topology.Topology;
import dev.colonnade.topology.store.TopologyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedFleetIT {
    private static final Path SHOP =
            Path.of(System.getProperty("root", "")).resolve("conf").resolve("shop.yaml");
    private static final Path BINARIES =
            Path.of(System.getProperty("java.io.tmpdir")).resolve("colonnade-test");

    @TempDir
    private Path base;

    @Test
    void keepsItsDataOverStopsAndKills() throws Exception {
        try (DataFolder folder = DataFolder.open(base)) {
            try (StopList run = new StopList()) {
                EmbeddedShard shard = start(run, folder, "pg-1").getFirst();
                assertEquals("logical|64|on|UTF8", one(shard, """
                        SELECT concat_ws('|', current_setting('wal_level'), current_setting('max_prepared_transactions'),
                            current_setting('synchronous_commit'), current_setting('server_encoding'))"""));
                one(shard, "CREATE TABLE kept AS SELECT 42 AS n");
                // A run that is killed stops nothing: the next one finds the server running.
                assertTrue(Files.exists(folder.shard("pg-1").resolve("postmaster.pid")));
                LeftoverServer.end(folder.shardsOnDisk());
                assertThrows(SQLException.class, shard::connect);
            }
            // Another program has got the number of a server that is gone.
            Files.writeString(
                    folder.shard("pg-1").resolve("postmaster.pid"),
                    ProcessHandle.current().pid() + "\n");
            LeftoverServer.end(folder.shardsOnDisk());
            try (StopList run = new StopList()) {
                assertEquals("42", one(start(run, folder, "pg-1").getFirst(), "SELECT n FROM kept"));
            }
        }
    }

    @Test
    void holdsTheShopsTablesWhereTheTopologySays() throws Exception {
        Topology topology = ShardSpread.over(TopologyFile.read(SHOP), 2);
        Sample sample = Sample.of(topology.database()).orElseThrow();
        try (DataFolder folder = DataFolder.open(base);
                StopList run = new StopList()) {
            List<EmbeddedShard> shards = start(run, folder, "pg-1", "pg-2");
            SampleSchema.create(sample, topology, shards);
            SampleSchema.create(sample, topology, shards);
            String tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
            assertEquals("7", one(shards.get(0), tables));
            assertEquals("6", one(shards.get(1), tables));
            try (Connection connection = shards.get(0).connect()) {
                assertTrue(SampleRows.load(sample, connection) >= 50_000);
            }
            SampleSchema.analyze(shards);
            assertEquals("t", one(shards.get(0), "SELECT sum(total) > 0 FROM orders"));
        }
    }

    private static List<EmbeddedShard> start(StopList run, DataFolder folder, String... ids) throws Exception {
        return new EmbeddedFleet(run).start(List.of(ids), "shop", folder, BINARIES);
    }

    private static String one(EmbeddedShard shard, String sql) throws SQLException {
        try (Connection connection = shard.connect();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            ResultSet rows = statement.getResultSet();
            assertTrue(rows.next());
            return String.valueOf(rows.getString(1));
        }
    }
}
