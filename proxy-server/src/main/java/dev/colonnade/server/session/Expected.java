package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.wire.backend.ErrorFields;
import org.jspecify.annotations.Nullable;

/** What the next answers of a server will be answers to, in the order in which the requests went out. */
sealed interface Expected {
    /** Requests whose answers go to the client as they are. */
    enum Forwarded implements Expected {
        BIND,
        DESCRIBE_PORTAL,
        EXECUTE,
        CLOSE,
        /** ReadyForQuery, which ends the batch. */
        SYNC
    }

    /** A Parse; its ParseComplete goes to the client only where a Parse of the client is owed one. */
    record Parse(ServerStatement statement, @Nullable PreparedStatement owed) implements Expected {
        boolean forward() {
            return owed != null;
        }
    }

    /** A ParseComplete of our own, for a statement that servers have accepted before. */
    record OwnParse(PreparedStatement statement) implements Expected {}

    /** A Describe of a statement: what it yields is remembered; forwarded only where the client asked. */
    record DescribeStatement(ServerStatement statement, boolean forward) implements Expected {}

    /** Nothing from the server: bytes of our own whose turn comes here. */
    record Own(byte[] message) implements Expected {}

    /** A request that fails on purpose, so that the server rolls back what came before: our error takes the place of its. */
    record Abort(ErrorFields error) implements Expected {}

    /** A simple query; ReadyForQuery is forwarded only at the end of the client's message. */
    record Script(boolean last) implements Expected {}
}
