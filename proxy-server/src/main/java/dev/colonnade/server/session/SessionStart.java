package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerPool;
import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.Topology;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.ArrayList;
import java.util.List;

/** Leases a connection that has taken given settings: at the catalogue home, or where that can't be reached at the next database. */
final class SessionStart {
    private SessionStart() {}

    /** Told once. */
    interface Leased {
        /** To be released. */
        void ready(ServerConnection connection);

        void failed(ErrorFields error);
    }

    static void lease(Topology topology, ServerPool pool, SessionSettings settings, Leased leased) {
        List<PhysicalShard> order = new ArrayList<>();
        PhysicalShard home = topology.physicalShards().get(topology.catalogHome());
        if (home != null) {
            order.add(home);
        }
        topology.physicalShards().values().stream()
                .filter(shard -> !shard.id().equals(topology.catalogHome()))
                .forEach(order::add);
        next(order, 0, pool, settings, leased);
    }

    private static void next(
            List<PhysicalShard> order, int index, ServerPool pool, SessionSettings settings, Leased leased) {
        leaseAt(order.get(index), pool, settings, new Leased() {
            @Override
            public void ready(ServerConnection connection) {
                leased.ready(connection);
            }

            @Override
            public void failed(ErrorFields error) {
                if (error.sqlState().equals(SqlState.CONNECTION_FAILURE) && index + 1 < order.size()) {
                    next(order, index + 1, pool, settings, leased);
                } else {
                    leased.failed(error);
                }
            }
        });
    }

    static void leaseAt(PhysicalShard shard, ServerPool pool, SessionSettings settings, Leased leased) {
        pool.lease(shard, settings, new ServerPool.Lessee() {
            @Override
            public void leased(ServerConnection connection) {
                connection.bringTo(settings, error -> {
                    if (error == null) {
                        leased.ready(connection);
                    } else {
                        connection.release();
                        leased.failed(error);
                    }
                });
            }

            @Override
            public void refused(ErrorFields reason) {
                leased.failed(reason);
            }
        });
    }
}
