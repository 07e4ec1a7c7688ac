package dev.colonnade.server.recovery;

import dev.colonnade.server.catalog.ControlConnections;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One JDBC connection to each database, kept open between uses, used by one thread at a time. Thread-safe. */
final class ShardLinks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardLinks.class);

    private final ControlConnections connections;
    private final Map<PhysicalShardId, Link> links = new ConcurrentHashMap<>();

    ShardLinks(ControlConnections connections) {
        this.connections = connections;
    }

    /** Something to do with a database. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Does it on the shard's connection; one that fails is made anew the next time. */
    <T extends @Nullable Object> T use(PhysicalShard shard, Work<T> work) throws SQLException {
        return links.computeIfAbsent(shard.id(), id -> new Link()).use(shard, work);
    }

    @Override
    public void close() {
        links.values().forEach(Link::close);
    }

    private final class Link {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Connection connection;
        private @Nullable PhysicalShard connectedTo;

        <T extends @Nullable Object> T use(PhysicalShard shard, Work<T> work) throws SQLException {
            lock.lock();
            try {
                Connection open = connection;
                if (open == null || !shard.equals(connectedTo)) {
                    discard();
                    open = connections.open(shard);
                    connection = open;
                    connectedTo = shard;
                }
                return work.with(open);
            } catch (SQLException e) {
                // whatever state it is in: a new one is sound
                discard();
                throw e;
            } finally {
                lock.unlock();
            }
        }

        private void discard() {
            Connection open = connection;
            connection = null;
            if (open != null) {
                try {
                    open.close();
                } catch (SQLException e) {
                    LOG.debug("closing a connection: {}", e.getMessage());
                }
            }
        }

        void close() {
            lock.lock();
            try {
                discard();
            } finally {
                lock.unlock();
            }
        }
    }
}
