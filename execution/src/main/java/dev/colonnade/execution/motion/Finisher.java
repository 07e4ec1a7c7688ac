package dev.colonnade.execution.motion;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.function.Consumer;

/** What a motion needs of the session that runs it. */
public interface Finisher {
    /** A text as servers know it prepared under the session's settings. */
    ServerStatement statement(String sql, int[] parameterTypes);

    /** Which of the branches' databases finishes. */
    int branch();

    /**
     * A connection to the finisher's database on which a transaction may be opened and a temporary table created: never one of the client's
     * transaction. Exactly one of the two is called.
     */
    void compute(Consumer<ServerConnection> ready, Consumer<ErrorFields> refused);

    /** Opens the transaction there: BEGIN, and what holds in the client's own. */
    String opening();

    /** The connection is idle again, or closed. */
    void release(ServerConnection compute);
}
