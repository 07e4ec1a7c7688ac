package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ControlQuery;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * COMMIT or ROLLBACK on every database of a transaction at once. Where several were written, a COMMIT that fails after another succeeded
 * (or whose answer is lost) can't be taken back: the client is told 08007 with the shards' names.
 */
final class TransactionEnd {
    private final ClientSession session;
    private final ShardTransaction transaction;
    private boolean commit;
    private final SessionSettings atBegin;
    private final LocalStatements.Done done;
    private final List<PhysicalShardId> inDoubt = new ArrayList<>();
    private Map<String, String> reported = Map.of();
    private @Nullable ErrorFields error;
    private String tag;
    private boolean lost;
    private int committed;
    private int outstanding;

    /** @param atBegin the session's settings before the transaction, which it has again where the transaction is rolled back */
    TransactionEnd(
            ClientSession session,
            ShardTransaction transaction,
            boolean commit,
            SessionSettings atBegin,
            LocalStatements.Done done) {
        this.atBegin = atBegin;
        this.session = session;
        this.transaction = transaction;
        this.commit = commit;
        this.done = done;
        this.tag = commit ? "COMMIT" : "ROLLBACK";
    }

    void start() {
        if (commit
                && transaction.implicit()
                && transaction.writer() != null
                && transaction.connections().size() > 1) {
            checkDeferred(List.copyOf(transaction.connections()));
        } else {
            end();
        }
    }

    /** Deferred constraints are checked everywhere before the first COMMIT: after it, a failing one would leave part of the work done. */
    private void checkDeferred(List<ServerConnection> connections) {
        outstanding = connections.size();
        for (ServerConnection connection : connections) {
            connection.run("SET CONSTRAINTS ALL IMMEDIATE", outcome -> checked(connection, outcome));
        }
    }

    private void checked(ServerConnection connection, ControlQuery.Outcome outcome) {
        ErrorFields failure = outcome.error();
        if (failure != null) {
            commit = false;
            error = error == null ? Sequence.named(failure, connection) : error;
        }
        if (outcome.lost()) {
            transaction.drop(connection);
        }
        outstanding--;
        if (outstanding == 0) {
            end();
        }
    }

    private void end() {
        List<ServerConnection> connections = List.copyOf(transaction.connections());
        outstanding = connections.size();
        if (connections.isEmpty()) {
            over();
            return;
        }
        for (ServerConnection connection : connections) {
            connection.run(commit ? "COMMIT" : "ROLLBACK", outcome -> one(connection, outcome));
        }
    }

    private void one(ServerConnection connection, ControlQuery.Outcome outcome) {
        ErrorFields failure = outcome.error();
        if (commit && failure == null) {
            committed++;
            if (outcome.tag().equals("ROLLBACK")) {
                tag = "ROLLBACK";
            }
        } else if (commit && failure != null && written(connection.shard().id())) {
            inDoubt.add(connection.shard().id());
            lost |= outcome.lost();
            error = error == null ? failure : error;
        }
        if (session.reported.changedInTransaction() && connection.isOpen()) {
            reported = Map.copyOf(connection.parameters());
        }
        if (transaction.changedSettings()
                && (!commit || failure != null || outcome.tag().equals("ROLLBACK"))) {
            // a SET may have come before this database's BEGIN: what its session has now is nobody else's business
            session.connections.settingsRolledBack(connection, transaction);
        } else {
            session.connections.release(connection);
        }
        outstanding--;
        if (outstanding == 0) {
            over();
        }
    }

    /** Readers have nothing to lose: only databases that were written can fail the commit. */
    private boolean written(PhysicalShardId shard) {
        return shard.equals(transaction.writer()) || transaction.implicit();
    }

    private void over() {
        session.transaction = null;
        session.connections.batchCommitted();
        boolean rolledBack = error != null || tag.equals("ROLLBACK");
        if (rolledBack) {
            session.settings = atBegin;
        }
        session.reported.transactionOver(
                !rolledBack, rolledBack && transaction.changedSettings() ? Map.of() : reported);
        ErrorFields failure = error;
        if (failure == null) {
            refreshCatalog();
        } else if (lost || (committed > 0 && transaction.implicit())) {
            session.context.metrics().commitUnknown();
            done.failed(ErrorResponses.outcomeUnknown(LocalStatements.names(inDoubt)));
        } else {
            done.failed(failure);
        }
    }

    private void refreshCatalog() {
        if (commit && transaction.changedSchema()) {
            SchemaChanges.refresh(session, () -> done.done(tag));
        } else {
            done.done(tag);
        }
    }
}
