package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerPool;
import dev.colonnade.execution.transaction.Commits;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.TransactionStatus;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server connections of one session: those that its transaction has enlisted, those of the batch at hand, and one that it may keep for
 * good. Leases what is missing, with the session's settings. Belongs to the session's event loop.
 */
final class SessionConnections {
    private final ClientSession session;
    private final ServerPool pool;

    /** Connections of this batch or message, outside a transaction. */
    private final List<ServerConnection> held = new ArrayList<>(4);

    /** A connection that the session keeps for good: the only database, with state that can't be moved. */
    private volatile @Nullable ServerConnection reserved;

    /** The shard that this batch has written outside an explicit transaction. */
    private @Nullable PhysicalShardId batchWriter;

    /** Why the connection that the message at hand waited for is not to be had. */
    private @Nullable ErrorFields failure;

    private ServerPool.@Nullable Waiting waiting;

    SessionConnections(ClientSession session, ServerPool pool) {
        this.session = session;
        this.pool = pool;
    }

    ServerPool pool() {
        return pool;
    }

    // ---- to get one

    /**
     * The connection to a shard that this statement runs on: the transaction's, the batch's, or a leased one with the session's settings
     * and, in a transaction, opened there. Null where it has to be waited for: the caller puts its message back.
     *
     * @throws StatementException where there is none to be had
     */
    @Nullable
    ServerConnection acquire(PhysicalShardId id) {
        ErrorFields refused = failure;
        if (refused != null) {
            failure = null;
            throw new StatementException(refused);
        }
        ServerConnection behind = behind(id);
        if (behind != null) {
            return refreshed(behind);
        }
        ServerConnection known = atHand(id);
        if (known != null) {
            return known.settings().equals(session.settings) || session.transaction != null ? known : refreshed(known);
        }
        PhysicalShard shard = shard(id);
        ServerConnection idle = pool.tryLease(shard, session.settings);
        if (idle != null && idle.settings().equals(session.settings)) {
            keep(idle);
            return idle;
        }
        session.await();
        if (idle != null) {
            prepare(idle);
        } else {
            lease(shard);
        }
        return null;
    }

    private void lease(PhysicalShard shard) {
        Lease lease = new Lease();
        ServerPool.Waiting queued = pool.lease(shard, session.settings, lease);
        if (!lease.told) {
            waiting = queued;
        }
    }

    /** For the message that waits; may be told before the pool has said what it waits in. */
    private final class Lease implements ServerPool.Lessee {
        private boolean told;

        @Override
        public void leased(ServerConnection connection) {
            told = true;
            waiting = null;
            prepare(connection);
        }

        @Override
        public void refused(ErrorFields reason) {
            told = true;
            waiting = null;
            failure = reason;
            session.resumeLater();
        }
    }

    /** All of them, in the order of the topology's shards so that two scatters can't wait for each other; null where one has to be waited for. */
    @Nullable
    List<ServerConnection> acquireAll(List<PhysicalShardId> ids) {
        List<ServerConnection> connections = new ArrayList<>(ids.size());
        for (PhysicalShardId id : ids) {
            ServerConnection connection = acquire(id);
            if (connection == null) {
                return null;
            }
            connections.add(connection);
        }
        return connections;
    }

    /** For what the session does itself, while the message at hand waits for all of it. */
    void whenAcquired(PhysicalShardId id, Consumer<ServerConnection> ready, Consumer<ErrorFields> refused) {
        ServerConnection behind = behind(id);
        if (behind != null) {
            behind.bringTo(session.settings, error -> {
                if (error == null) {
                    whenAcquired(id, ready, refused);
                } else {
                    refused.accept(error);
                }
            });
            return;
        }
        try {
            ServerConnection known = atHand(id);
            if (known != null) {
                ready.accept(known);
                return;
            }
            SessionStart.leaseAt(shard(id), pool, session.settings, new SessionStart.Leased() {
                @Override
                public void ready(ServerConnection connection) {
                    if (session.closed()) {
                        connection.release();
                        return;
                    }
                    keep(connection);
                    ready.accept(connection);
                }

                @Override
                public void failed(ErrorFields error) {
                    refused.accept(error);
                }
            });
        } catch (StatementException e) {
            refused.accept(e.fields());
        }
    }

    /**
     * The session's own connection where a SET that another one judged hasn't reached it: it must before BEGIN does, or a rollback would undo
     * it. Null where there is none.
     */
    private @Nullable ServerConnection behind(PhysicalShardId id) {
        ServerConnection own = reserved;
        ShardTransaction current = session.transaction;
        return own != null
                        && own.isOpen()
                        && own.shard().id().equals(id)
                        && (current == null || current.connection(id) == null)
                        && !own.settings().equals(session.settings)
                ? own
                : null;
    }

    private @Nullable ServerConnection atHand(PhysicalShardId id) {
        ServerConnection own = reserved;
        ShardTransaction current = session.transaction;
        if (own != null && own.shard().id().equals(id)) {
            if (current != null && current.connection(id) == null) {
                current.enlist(own);
            }
            return own;
        }
        if (current != null) {
            ServerConnection enlisted = current.connection(id);
            if (enlisted == null && current.snapshot() && !current.connections().isEmpty()) {
                throw new StatementException(ErrorResponses.snapshotOverShards(id.value()));
            }
            if (enlisted != null && !enlisted.isOpen()) {
                current.lost(enlisted);
                throw new StatementException(ErrorResponses.connectionLost(id.value()));
            }
            return enlisted;
        }
        for (int i = 0; i < held.size(); i++) {
            ServerConnection one = held.get(i);
            if (one.shard().id().equals(id) && one.isOpen()) {
                return one;
            }
        }
        return null;
    }

    private PhysicalShard shard(PhysicalShardId id) {
        PhysicalShard shard = session.topology().physicalShards().get(id);
        if (shard == null) {
            throw new StatementException(
                    SqlState.CONNECTION_FAILURE, "shard \"" + id.value() + "\" is not in the topology any more");
        }
        return shard;
    }

    /** The session's own connection, after a SET that another connection judged. */
    private @Nullable ServerConnection refreshed(ServerConnection own) {
        session.await();
        own.bringTo(session.settings, error -> {
            failure = error;
            session.resumeLater();
        });
        return null;
    }

    /** A connection just leased, for the message that waits. */
    private void prepare(ServerConnection leased) {
        if (session.closed()) {
            leased.release();
            return;
        }
        leased.bringTo(session.settings, error -> {
            if (error != null) {
                failure = error;
                leased.release();
            } else if (session.closed()) {
                leased.release();
            } else {
                keep(leased);
            }
            session.resumeLater();
        });
    }

    private void keep(ServerConnection connection) {
        ShardTransaction current = session.transaction;
        if (current != null) {
            current.enlist(connection);
        } else {
            held.add(connection);
        }
    }

    /** The client asks to cancel while its message waits for a connection. */
    void cancelWaiting() {
        ServerPool.Waiting queued = waiting;
        if (queued != null && failure == null) {
            queued.giveUp();
            waiting = null;
            failure = ErrorFields.error(SqlState.QUERY_CANCELED, "canceling statement due to user request");
            session.resume();
        }
    }

    // ---- to keep and to give back

    /** The statement leaves state on this connection: the session keeps it to its end. */
    void reserve(ServerConnection connection) {
        if (reserved == null) {
            reserved = connection;
            held.remove(connection);
        }
    }

    /** The connection that the session keeps; null for none. May be asked from anywhere. */
    @Nullable
    ServerConnection reserved() {
        return reserved;
    }

    void unreserve() {
        reserved = null;
    }

    /** A transaction that changed settings is rolled back on this connection: nobody else may have it, and for the session itself they are undone. */
    void settingsRolledBack(ServerConnection connection, ShardTransaction transaction) {
        if (connection == reserved) {
            connection.settingsAre(transaction.settingsBefore(connection));
        } else {
            connection.close("settings were changed in a transaction that was rolled back");
        }
    }

    /** Gives a connection back unless the session keeps it. */
    void release(ServerConnection connection) {
        if (connection != reserved) {
            connection.release();
        }
    }

    /** Gives back what the batch held; whatever isn't sound is closed. */
    void releaseHeld() {
        for (int i = 0; i < held.size(); i++) {
            held.get(i).release();
        }
        held.clear();
        batchWriter = null;
    }

    /** The connection is gone; true where the session kept it for good. */
    boolean lost(ServerConnection connection) {
        held.remove(connection);
        if (connection == reserved) {
            reserved = null;
            return true;
        }
        return false;
    }

    /** The message that it was for has been skipped. */
    void forgetRefusal() {
        failure = null;
    }

    /** Those of the batch that are gone. */
    void dropClosed() {
        held.removeIf(connection -> !connection.isOpen());
    }

    /** The session is over. */
    void end() {
        ServerPool.Waiting queued = waiting;
        if (queued != null) {
            queued.giveUp();
        }
        List.copyOf(held).forEach(SessionConnections::giveUp);
        held.clear();
        ServerConnection own = reserved;
        if (own != null) {
            own.close("session over");
        }
    }

    /** A connection of a client that left: idle ones go back, one in the middle of something is closed. */
    static void giveUp(ServerConnection connection) {
        if (connection.busy()) {
            connection.cancel();
            connection.close("its client left");
        } else if (connection.status() != TransactionStatus.IDLE && connection.isOpen()) {
            // a rollback would also undo settings that are recorded of it: whoever wants the same would go without
            connection.close("its client left in a transaction");
        } else {
            connection.release();
        }
    }

    // ---- who writes

    /**
     * The statement at hand writes one shard, or may.
     *
     * @param surely false for a SELECT that locks or calls functions
     * @return false where the batch has to become a transaction first: the caller puts its message back
     * @throws StatementException where this shard can't be committed together with what was written before
     */
    boolean writes(PhysicalShardId shard, boolean surely) {
        ShardTransaction current = session.transaction;
        if (current == null && (batchWriter == null || batchWriter.equals(shard))) {
            batchWriter = shard;
            return true;
        }
        if (!writesTogether(List.of(shard))) {
            return false;
        }
        ShardTransaction open = session.transaction;
        if (open != null && surely) {
            open.wrote(shard);
        }
        return true;
    }

    /**
     * The statement at hand may write all of these shards: they are written together or not at all.
     *
     * @return false where the batch has to become a transaction first: the caller puts its message back
     * @throws StatementException where they can't be committed together, also with what was written before
     */
    boolean writesTogether(List<PhysicalShardId> shards) {
        ShardTransaction current = session.transaction;
        Set<PhysicalShardId> writers = new LinkedHashSet<>();
        if (current != null) {
            writers.addAll(current.writers());
        } else if (batchWriter != null) {
            writers.add(batchWriter);
        }
        if (!writers.containsAll(shards)) {
            writers.addAll(shards);
            requireTogether(writers);
        }
        if (current == null && writers.size() > 1) {
            if (!session.extended().becomeTransaction()) {
                return false;
            }
            current = session.transaction;
        }
        if (current != null) {
            shards.forEach(current::mayWrite);
        }
        return true;
    }

    private void requireTogether(Set<PhysicalShardId> writers) {
        if (writers.size() < 2) {
            return;
        }
        Commits commits = session.context.commits();
        switch (commits.policy()) {
            case BEST_EFFORT -> {
                // as it comes: the client is told where it fails
            }
            case REJECT -> {
                List<PhysicalShardId> all = List.copyOf(writers);
                throw new StatementException(ErrorResponses.secondWriter(
                        all.getFirst().value(), all.get(1).value()));
            }
            case ATOMIC -> {
                Optional<String> obstacle = commits.obstacle(writers);
                if (obstacle.isPresent()) {
                    throw new StatementException(ErrorResponses.notAtomic(writers.size(), obstacle.get()));
                }
            }
        }
    }

    /** The one of these connections that this batch has written through outside an explicit transaction; null for none. */
    @Nullable
    ServerConnection batchWriterOf(List<ServerConnection> connections) {
        for (ServerConnection one : connections) {
            if (one.shard().id().equals(batchWriter)) {
                return one;
            }
        }
        return null;
    }

    /** The batch is a transaction from now on: it holds these connections. */
    void adopt(ShardTransaction open, List<ServerConnection> connections) {
        for (ServerConnection connection : connections) {
            if (held.remove(connection)) {
                open.adopt(connection);
            }
        }
        PhysicalShardId writer = batchWriter;
        if (writer != null) {
            open.wrote(writer);
        }
    }

    /** Whether this batch has written outside an explicit transaction. */
    boolean batchWrote() {
        return batchWriter != null;
    }

    /** The transaction around the batch is over. */
    void batchCommitted() {
        batchWriter = null;
    }
}
