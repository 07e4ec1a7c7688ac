package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ControlQuery;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerReplies;
import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.execution.transaction.CommitPolicy;
import dev.colonnade.execution.transaction.CommitRun;
import dev.colonnade.execution.transaction.Commits;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.execution.transaction.TwoPhaseCommit;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * COMMIT or ROLLBACK of a transaction on all the databases that it has enlisted.
 *
 * <pre>
 *   one database may have been written     COMMIT on all at once                                  1 round trip
 *   several may have been                  those that aren't sure are asked for a transaction id  1 round trip
 *   several have been                      two-phase commit; readers just COMMIT                  3 round trips
 * </pre>
 *
 * <p>Once it has started it goes on to its end, whether the client is still there or not.
 */
final class TransactionEnd {
    /** Its tag tells whether the transaction has written, or locked, anything. */
    private static final String HAS_WRITTEN = "SELECT 1 WHERE pg_catalog.pg_current_xact_id_if_assigned() IS NOT NULL";

    /** What happens to a connection that nothing is asked of at the moment: it is found closed when it is asked the next time. */
    private static final ServerReplies UNHEARD = new ServerReplies() {
        @Override
        public void message(ServerConnection from, byte tag, ByteBuf buffer, int start, int end) {}

        @Override
        public void readComplete(ServerConnection from) {}

        @Override
        public void preludeFailed(ServerConnection from, ErrorFields error) {
            from.close("could not open the transaction: " + error.message());
        }

        @Override
        public void closed(ServerConnection from, ErrorFields reason) {}
    };

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
        session.ending = true;
        for (ServerConnection connection : List.copyOf(transaction.connections())) {
            if (connection.isOpen()) {
                connection.attach(UNHEARD);
            } else {
                transaction.lost(connection);
            }
        }
        PhysicalShardId gone = transaction.lost();
        if (commit && gone != null) {
            refuse(ErrorResponses.connectionLost(gone.value()));
        } else if (!commit) {
            rollBack();
        } else if (writers().size() < 2) {
            commitAtOnce(writers());
        } else if (session.context.commits().policy() == CommitPolicy.BEST_EFFORT) {
            checkDeferred(List.copyOf(transaction.connections()));
        } else {
            askTheUnsure();
        }
    }

    private List<ServerConnection> writers() {
        return transaction.connections().stream()
                .filter(connection ->
                        transaction.writers().contains(connection.shard().id()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void onAll(
            List<ServerConnection> connections, String sql, BiConsumer<ServerConnection, ControlQuery.Outcome> then) {
        outstanding = connections.size();
        for (ServerConnection connection : connections) {
            connection.run(sql, outcome -> {
                outstanding--;
                then.accept(connection, outcome);
            });
        }
    }

    // ---- rolled back

    /** Nothing of it stays, and the client is told why. */
    private void refuse(ErrorFields reason) {
        error = reason;
        commit = false;
        rollBack();
    }

    private void rollBack() {
        tag = "ROLLBACK";
        List<ServerConnection> connections = List.copyOf(transaction.connections());
        if (connections.isEmpty()) {
            over();
            return;
        }
        onAll(connections, "ROLLBACK", (connection, outcome) -> {
            giveBack(connection, false);
            overIfLast();
        });
    }

    // ---- one database has been written, or all are told to commit whatever becomes of the others

    /** @param principals whose COMMIT counts; one that only read has nothing to lose, unless it is the only one */
    private void commitAtOnce(List<ServerConnection> principals) {
        List<ServerConnection> connections = List.copyOf(transaction.connections());
        if (connections.isEmpty()) {
            over();
            return;
        }
        List<ServerConnection> counted = connections.size() == 1 ? connections : principals;
        onAll(connections, "COMMIT", (connection, outcome) -> {
            ErrorFields failure = outcome.error();
            if (failure == null) {
                committed++;
                if (outcome.tag().equals("ROLLBACK")) {
                    tag = "ROLLBACK";
                }
            } else if (counted.contains(connection)) {
                inDoubt.add(connection.shard().id());
                lost |= outcome.lost();
                error = error == null ? failure : error;
            }
            giveBack(connection, failure == null && outcome.tag().equals("COMMIT"));
            if (outstanding == 0) {
                told(counted.size());
            }
        });
    }

    private void told(int counted) {
        ErrorFields failure = error;
        if (failure != null && (lost || (committed > 0 && counted > 1))) {
            session.context.metrics().commitUnknown();
            error = ErrorResponses.outcomeUnknown(LocalStatements.names(inDoubt));
        }
        over();
    }

    /** Deferred constraints are checked everywhere before the first COMMIT: after it, a failing one would leave part of the work done. */
    private void checkDeferred(List<ServerConnection> connections) {
        onAll(connections, "SET CONSTRAINTS ALL IMMEDIATE", (connection, outcome) -> {
            noteFailure(connection, outcome);
            if (outstanding == 0) {
                goOn(() -> commitAtOnce(writers()));
            }
        });
    }

    private void noteFailure(ServerConnection connection, ControlQuery.Outcome outcome) {
        ErrorFields failure = outcome.error();
        if (failure != null && error == null) {
            error = Sequence.named(failure, connection);
        }
        if (outcome.lost()) {
            transaction.lost(connection);
        }
    }

    private void goOn(Runnable next) {
        ErrorFields failure = error;
        if (failure == null) {
            next.run();
        } else {
            refuse(failure);
        }
    }

    // ---- several

    private void askTheUnsure() {
        List<ServerConnection> unsure = writers().stream()
                .filter(connection ->
                        !transaction.surelyWrote(connection.shard().id()))
                .toList();
        if (unsure.isEmpty()) {
            prepare(writers());
            return;
        }
        List<ServerConnection> wrote = writers();
        wrote.removeAll(unsure);
        onAll(unsure, HAS_WRITTEN, (connection, outcome) -> {
            noteFailure(connection, outcome);
            if (outcome.tag().equals("SELECT 1")) {
                wrote.add(connection);
            }
            if (outstanding == 0) {
                goOn(() -> prepare(wrote));
            }
        });
    }

    private void prepare(List<ServerConnection> wrote) {
        if (wrote.size() < 2) {
            commitAtOnce(wrote);
            return;
        }
        Commits commits = session.context.commits();
        List<PhysicalShardId> shards =
                wrote.stream().map(connection -> connection.shard().id()).toList();
        Optional<String> obstacle = commits.obstacle(shards);
        if (obstacle.isPresent()) {
            refuse(ErrorResponses.notAtomic(shards.size(), obstacle.get()));
            return;
        }
        PhysicalShardId decider = commits.decider(shards);
        List<ServerConnection> participants = new ArrayList<>(wrote);
        participants.sort((a, b) ->
                Boolean.compare(a.shard().id().equals(decider), b.shard().id().equals(decider)));
        List<ServerConnection> readers = new ArrayList<>(transaction.connections());
        readers.removeAll(participants);
        outstanding = readers.size() + 1;
        for (ServerConnection reader : readers) {
            reader.run("COMMIT", outcome -> {
                giveBack(reader, outcome.ok());
                outstanding--;
                overIfLast();
            });
        }
        CommitRun.start(
                participants,
                commits,
                (outcome, failure, at, doubt) -> ended(participants, outcome, failure, at, doubt));
    }

    private void ended(
            List<ServerConnection> participants,
            TwoPhaseCommit.Outcome outcome,
            @Nullable ErrorFields failure,
            @Nullable ServerConnection at,
            boolean doubt) {
        boolean stays = outcome == TwoPhaseCommit.Outcome.COMMITTED;
        participants.forEach(connection -> giveBack(connection, stays));
        switch (outcome) {
            case COMMITTED -> {
                if (doubt && at != null && !session.closed()) {
                    LocalStatements.warn(
                            session,
                            SqlState.WARNING,
                            "the transaction is committed, but not to be seen on shard \""
                                    + at.shard().id().value() + "\" until that shard answers again");
                }
            }
            case ROLLED_BACK -> {
                tag = "ROLLBACK";
                error = at == null || failure == null
                        ? ErrorResponses.inFailedTransaction()
                        : ErrorResponses.notPrepared(failure, at);
            }
            case UNKNOWN -> {
                session.context.metrics().commitUnknown();
                error = ErrorResponses.outcomeUnknown(LocalStatements.names(
                        List.of(participants.getLast().shard().id())));
            }
        }
        outstanding--;
        overIfLast();
    }

    // ---- the end

    private void giveBack(ServerConnection connection, boolean stays) {
        if (session.reported.changedInTransaction() && connection.isOpen()) {
            reported = Map.copyOf(connection.parameters());
        }
        if (transaction.changedSettings() && !stays) {
            // a SET may have come before this database's BEGIN: what its session has now is nobody else's business
            session.connections.settingsRolledBack(connection, transaction);
        } else {
            session.connections.release(connection);
        }
    }

    private void overIfLast() {
        if (outstanding == 0) {
            over();
        }
    }

    private void over() {
        session.ending = false;
        session.transaction = null;
        if (session.closed()) {
            return;
        }
        session.connections.batchCommitted();
        boolean rolledBack = error != null || tag.equals("ROLLBACK");
        if (rolledBack) {
            session.settings = atBegin;
        }
        session.reported.transactionOver(
                !rolledBack, rolledBack && transaction.changedSettings() ? Map.of() : reported);
        ErrorFields failure = error;
        if (failure != null) {
            done.failed(failure);
        } else if (commit && transaction.changedSchema()) {
            SchemaChanges.refresh(session, () -> done.done(tag));
        } else {
            done.done(tag);
        }
    }
}
