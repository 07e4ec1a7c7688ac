package dev.colonnade.admin.port;

import dev.colonnade.topology.PhysicalShardId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client session, seen at one moment.
 *
 * @param id the session's number, never given twice by one process
 * @param pid the process id that the client was told at startup
 * @param applicationName empty if the client gave none
 * @param clientAddress address and port of the client's end
 * @param since when the session entered this state
 * @param statement the text of the running statement, of the last one where none runs; null before the first. May be long:
 *     the API cuts it
 * @param enlistedShards the databases that the open transaction has reached, in the order of enlistment
 * @param reservationReasons why server connections can't be returned; empty where they can
 */
public record SessionStatus(
        long id,
        int pid,
        String user,
        String database,
        String applicationName,
        String clientAddress,
        State state,
        Instant since,
        @Nullable String statement,
        List<PhysicalShardId> enlistedShards,
        List<String> reservationReasons) {
    public SessionStatus {
        enlistedShards = List.copyOf(enlistedShards);
        reservationReasons = List.copyOf(reservationReasons);
    }

    /** What the session does. */
    public enum State {
        /** A statement runs. */
        ACTIVE,
        /** Waits for the client, outside of a transaction. */
        IDLE,
        /** Waits for the client, inside a transaction. */
        IDLE_IN_TRANSACTION,
        /** Waits for the client to end a transaction that has failed. */
        FAILED
    }
}
