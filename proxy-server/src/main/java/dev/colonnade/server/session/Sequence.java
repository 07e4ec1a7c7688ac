package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.List;

/** The same statement on one connection after the other, until one fails. */
final class Sequence {
    private Sequence() {}

    /** {@code done} gets the last tag (empty without connections), or the first error with the shard's name in its detail. */
    static void run(List<ServerConnection> connections, String sql, LocalStatements.Done done) {
        step(connections, 0, sql, "", done);
    }

    private static void step(
            List<ServerConnection> connections, int index, String sql, String tag, LocalStatements.Done done) {
        if (index == connections.size()) {
            done.done(tag);
            return;
        }
        ServerConnection connection = connections.get(index);
        connection.run(sql, outcome -> {
            ErrorFields error = outcome.error();
            if (error == null) {
                step(connections, index + 1, sql, outcome.tag(), done);
            } else {
                done.failed(named(error, connection));
            }
        });
    }

    /** Says where it happened, unless the server's own detail would be lost. */
    static ErrorFields named(ErrorFields error, ServerConnection connection) {
        String where = "On shard \"" + connection.shard().id().value() + "\".";
        String detail = error.fields().get('D');
        return error.with('D', detail == null ? where : detail + " " + where);
    }
}
