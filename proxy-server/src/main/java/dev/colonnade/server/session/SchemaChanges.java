package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.planner.Planned;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.List;

/**
 * DDL on every database that holds the table, one after the other inside a transaction on each, committed when all have taken it. What can't
 * run in a transaction block runs on one after the other; the one that fails is named.
 */
final class SchemaChanges {
    private SchemaChanges() {}

    static void run(ClientSession session, Planned.SchemaChange change, LocalStatements.Done done) {
        ShardTransaction open = session.transaction;
        if (open != null && !open.implicit() && change.holders().size() > 1) {
            done.failed(ErrorResponses.schemaChangeInBlock(change.holders().size()));
            return;
        }
        if (open != null && !open.implicit() && change.knownLater()) {
            done.failed(ErrorFields.of(
                    "ERROR",
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot create a sharded table in a transaction block",
                    "Its columns make it sharded, and statements can be planned for it only once it is committed.",
                    "Create it outside a transaction, or declare it in the topology's tables."));
            return;
        }
        boolean block = !change.ddl().concurrently();
        if (block && open == null) {
            session.transaction = new ShardTransaction("BEGIN", true, false);
        }
        new Leasing(session, change, done).next();
    }

    /** Planning sees the new schema before the client hears of it. */
    static void refresh(ClientSession session, Runnable then) {
        session.context
                .catalogChanged()
                .get()
                .whenComplete((nothing, failure) -> session.channel.eventLoop().execute(then));
    }

    /** Gets the connections one by one, outside the pump's put-back: a schema change is rare and the session waits for all of it. */
    private static final class Leasing {
        private final ClientSession session;
        private final Planned.SchemaChange change;
        private final LocalStatements.Done done;
        private final List<ServerConnection> connections = new java.util.ArrayList<>();

        Leasing(ClientSession session, Planned.SchemaChange change, LocalStatements.Done done) {
            this.session = session;
            this.change = change;
            this.done = done;
        }

        void next() {
            if (connections.size() == change.holders().size()) {
                session.relay.detach();
                execute();
                return;
            }
            session.connections.whenAcquired(
                    change.holders().get(connections.size()),
                    connection -> {
                        if (session.topology().unshardedOnly() && LeavesState.in(change.text())) {
                            session.connections.reserve(connection);
                        }
                        connections.add(connection);
                        next();
                    },
                    error -> finish(error));
        }

        private void execute() {
            Sequence.run(connections, change.text(), new LocalStatements.Done() {
                @Override
                public void done(String tag) {
                    ShardTransaction open = session.transaction;
                    if (open != null) {
                        open.schemaChanged();
                        change.holders().forEach(open::wrote);
                    }
                    if (open != null && !open.implicit()) {
                        done.done(tag);
                    } else {
                        refreshAfterCommit(tag);
                    }
                }

                @Override
                public void failed(ErrorFields error) {
                    finish(error);
                }
            });
        }

        /** An implicit transaction is committed here, so that the new schema is seen by the next statement. */
        private void refreshAfterCommit(String tag) {
            if (session.transaction == null) {
                refresh(session, () -> done.done(tag));
                return;
            }
            LocalStatements.endTransaction(session, true, new LocalStatements.Done() {
                @Override
                public void done(String commitTag) {
                    done.done(tag);
                }

                @Override
                public void failed(ErrorFields error) {
                    done.failed(error);
                }
            });
        }

        private void finish(ErrorFields error) {
            ShardTransaction open = session.transaction;
            if (open != null) {
                open.fail();
            }
            done.failed(error);
        }
    }
}
