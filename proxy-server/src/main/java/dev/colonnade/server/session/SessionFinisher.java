package dev.colonnade.server.session;

import dev.colonnade.execution.motion.Finisher;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lends a session's connections to a motion. Few rows are finished on a connection that has just given some: nothing but parameters is read
 * there. A temporary table needs a connection outside of the client's transaction: without one that is the same connection, else a leased one.
 */
final class SessionFinisher implements Finisher {
    private final ClientSession session;
    private final List<ServerConnection> branches;
    private final int branch;

    SessionFinisher(ClientSession session, List<ServerConnection> branches) {
        this.session = session;
        this.branches = branches;
        // sessions finish at different databases
        this.branch = Math.floorMod(session.processId(), branches.size());
    }

    @Override
    public ServerStatement statement(String sql, int[] parameterTypes) {
        return session.serverStatement(sql, parameterTypes);
    }

    @Override
    public int branch() {
        return branch;
    }

    @Override
    public void compute(Consumer<ServerConnection> ready, Consumer<ErrorFields> refused) {
        ServerConnection own = branches.get(branch);
        if (session.transaction == null && own != session.connections.reserved()) {
            ready.accept(own);
            return;
        }
        PhysicalShard shard = own.shard();
        SessionStart.leaseAt(shard, session.connections.pool(), session.settings, new SessionStart.Leased() {
            @Override
            public void ready(ServerConnection connection) {
                ready.accept(connection);
            }

            @Override
            public void failed(ErrorFields error) {
                refused.accept(error);
            }
        });
    }

    /** A client's READ ONLY isn't broken: the transaction is rolled back. */
    @Override
    public String opening() {
        ShardTransaction transaction = session.transaction;
        return transaction == null ? "BEGIN READ WRITE" : String.join("; ", transaction.opening("BEGIN READ WRITE"));
    }

    @Override
    public void release(ServerConnection compute) {
        if (!branches.contains(compute)) {
            compute.release();
        }
    }
}
