package dev.colonnade.admin.port;

import dev.colonnade.topology.PhysicalShardId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction over several databases that some of them hold prepared.
 *
 * @param gid its name, the same for all proxies
 * @param preparedOn those databases, as far as they answer
 * @param decidedOn the database that holds the decision
 * @param ageSeconds since it was prepared first
 * @param driven whether a session of this proxy is committing it
 * @param decision null where none is known
 */
public record TransactionStatus(
        String gid,
        List<PhysicalShardId> preparedOn,
        PhysicalShardId decidedOn,
        double ageSeconds,
        boolean driven,
        @Nullable Decision decision) {
    public TransactionStatus {
        preparedOn = List.copyOf(preparedOn);
    }

    /** What was decided. */
    public enum Decision {
        COMMIT,
        ABORT
    }
}
