package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.planner.Planned;
import dev.colonnade.wire.frontend.FrontendWriter;
import dev.colonnade.wire.frontend.Tags;

/** COPY FROM STDIN under way: where the client's CopyData goes. */
interface CopyIn {
    /** A message of the client while it copies; false where it has to wait. */
    boolean message(byte tag);

    void cancel();

    /**
     * Starts a COPY.
     *
     * @param done told of a COPY into several databases
     * @return true where its answers come through the relay; false where a connection has to be waited for, or the session is told otherwise
     */
    static boolean start(ClientSession session, Planned.CopyIn copy, LocalStatements.Done done) {
        if (copy.holders().size() > 1) {
            CopySplit.start(session, copy, done);
            return false;
        }
        ServerConnection connection = session.connections.acquire(copy.holders().getFirst());
        if (connection == null) {
            return false;
        }
        if (!session.connections.writes(connection.shard().id(), true)) {
            return false;
        }
        session.relay.attach(connection);
        FrontendWriter.query(connection.out(), copy.text());
        connection.syncWritten();
        connection.flush();
        session.awaitAnswers();
        return true;
    }

    /** Everything goes to one database as it is. */
    record Passed(ClientSession session, ServerConnection connection) implements CopyIn {
        @Override
        public boolean message(byte tag) {
            switch (tag) {
                case Tags.COPY_DATA -> {
                    if (!connection.isWritable()) {
                        session.awaitWritable(connection);
                        return false;
                    }
                    pass();
                }
                case Tags.COPY_DONE, Tags.COPY_FAIL -> {
                    pass();
                    connection.flushSent();
                    session.copyIn = null;
                    if (!session.extendedExecution()) {
                        session.awaitAnswers();
                    }
                }
                case Tags.FLUSH, Tags.SYNC -> {
                    // ignored during COPY, as by PostgreSQL
                }
                default -> session.copyBroken(tag);
            }
            return true;
        }

        private void pass() {
            int start = session.frames.frameStart();
            connection.send(session.frames.buffer().retainedSlice(start, session.frames.frameEnd() - start));
        }

        @Override
        public void cancel() {
            connection.cancel();
        }
    }
}
