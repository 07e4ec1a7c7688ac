package dev.colonnade.cli.dev;

import dev.colonnade.topology.Colo;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/** Creates a sample's tables on the databases that hold them, each over a connection of its own. */
final class SampleSchema {
    private SampleSchema() {}

    /** Creates all tables anew; what an interrupted load has left of them goes first. */
    static void create(Sample sample, Topology topology, List<EmbeddedShard> shards) throws SQLException {
        for (EmbeddedShard shard : shards) {
            try (Connection connection = shard.connect();
                    Statement statement = connection.createStatement()) {
                for (Sample.Table table : sample.tables().reversed()) {
                    statement.execute("DROP TABLE IF EXISTS " + table.name());
                }
                for (Sample.Table table : sample.tables()) {
                    if (holders(topology, table).contains(new PhysicalShardId(shard.id()))) {
                        for (String ddl : table.ddl()) {
                            statement.execute(ddl);
                        }
                    }
                }
            }
        }
    }

    /** Lets the servers plan with true row counts. */
    static void analyze(List<EmbeddedShard> shards) throws SQLException {
        for (EmbeddedShard shard : shards) {
            try (Connection connection = shard.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("ANALYZE");
            }
        }
    }

    private static Set<PhysicalShardId> holders(Topology topology, Sample.Table table) {
        return switch (topology.placementOrHome(table.name())) {
            case TablePlacement.Sharded(Colo colo, List<String> keys) ->
                Set.copyOf(colo.placement().homes());
            case TablePlacement.Reference() -> topology.physicalShards().keySet();
            case TablePlacement.Unsharded(PhysicalShardId home) -> Set.of(home);
        };
    }
}
