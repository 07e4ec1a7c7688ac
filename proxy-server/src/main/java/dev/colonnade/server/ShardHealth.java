package dev.colonnade.server;

import dev.colonnade.server.catalog.ControlConnections;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Asks databases, when an operator asks us, whether they answer. Thread-safe; blocks up to the connect timeout. */
final class ShardHealth {
    private final ControlConnections connections;
    private final Map<PhysicalShardId, Report> last = new ConcurrentHashMap<>();

    ShardHealth(ControlConnections connections) {
        this.connections = connections;
    }

    /**
     * What a database said.
     *
     * @param lastError of the last failure, also of one that has passed
     */
    record Report(
            boolean reachable,
            @Nullable String lastError,
            @Nullable String serverVersion) {}

    Report look(PhysicalShard shard) {
        Report before = last.getOrDefault(shard.id(), new Report(false, null, null));
        Report now;
        try (Connection connection = connections.open(shard)) {
            now = new Report(true, before.lastError(), connection.getMetaData().getDatabaseProductVersion());
        } catch (SQLException e) {
            now = new Report(false, e.getMessage(), before.serverVersion());
        }
        last.put(shard.id(), now);
        return now;
    }
}
