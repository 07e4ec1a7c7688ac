package dev.colonnade.server.session;

import dev.colonnade.topology.PhysicalShardId;
import java.time.Instant;
import java.util.List;

/**
 * One look at a session.
 *
 * @param since when it came to this state
 * @param statement the text at hand, or the last one
 * @param enlisted databases of its open transaction
 * @param reservations why it keeps a connection for itself
 */
public record SessionView(
        State state,
        Instant since,
        String statement,
        String applicationName,
        List<PhysicalShardId> enlisted,
        List<String> reservations) {
    /** As in pg_stat_activity. */
    public enum State {
        ACTIVE,
        IDLE,
        IN_TRANSACTION,
        FAILED
    }
}
