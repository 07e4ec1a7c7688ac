package dev.colonnade.execution.transaction;

import dev.colonnade.execution.pool.ControlQuery;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drives one {@link TwoPhaseCommit} over the connections that hold the transaction; they are the caller's to give back. Belongs to one event
 * loop.
 *
 * <p>Three round trips, each to all that it concerns at once, and each a flush of the write-ahead log: PREPARE, decision with COMMIT, COMMIT
 * PREPARED.
 */
public final class CommitRun {
    /**
     * Deferred triggers still run as the role that the client chose; what is prepared belongs to the role that we log in as, so that every
     * proxy may end it.
     */
    private static final String AS_OURSELVES =
            "SET CONSTRAINTS ALL IMMEDIATE; RESET SESSION AUTHORIZATION; RESET ROLE; ";

    /** A decision must be durable before it is acted on, whatever the client has asked for. */
    private static final String DURABLY = "SELECT pg_catalog.set_config('synchronous_commit', CASE"
            + " pg_catalog.current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, true); ";

    private final List<ServerConnection> participants;
    private final Gid gid;
    private final Commits commits;
    private final Listener listener;
    private final long started = System.nanoTime();
    private TwoPhaseCommit state;
    private boolean told;
    private @Nullable ErrorFields error;
    private @Nullable ServerConnection errorAt;

    private CommitRun(
            List<ServerConnection> participants, Gid gid, Commits commits, Listener listener, TwoPhaseCommit state) {
        this.participants = List.copyOf(participants);
        this.gid = gid;
        this.commits = commits;
        this.listener = listener;
        this.state = state;
    }

    /** Told once, when no answer is outstanding any more. */
    public interface Listener {
        /**
         * It is over.
         *
         * @param error the first error; null where there was none
         * @param at where it happened
         * @param leavesDoubt whether recovery has something left to do
         */
        void over(
                TwoPhaseCommit.Outcome outcome,
                @Nullable ErrorFields error,
                @Nullable ServerConnection at,
                boolean leavesDoubt);
    }

    /** @param participants two or more, each with the transaction open and nothing outstanding; the last one decides */
    public static void start(List<ServerConnection> participants, Commits commits, Listener listener) {
        ServerConnection last = participants.getLast();
        Gid gid = commits.ledger().begin(last.shard().id(), last.processId());
        TwoPhaseCommit.Step first = TwoPhaseCommit.begin(participants.size());
        new CommitRun(participants, gid, commits, listener, first.state()).send(first.orders());
    }

    private void send(List<TwoPhaseCommit.Order> orders) {
        for (TwoPhaseCommit.Order order : orders) {
            ServerConnection connection = participants.get(order.participant());
            commits.steps().sending(gid, connection.shard().id(), order.command());
            boolean sent = connection.isOpen();
            connection.run(text(order), outcome -> answered(order, connection, outcome, sent));
        }
    }

    private String text(TwoPhaseCommit.Order order) {
        String name = DecisionTable.literal(gid.preparedAs(order.participant()));
        return switch (order.command()) {
            case PREPARE -> AS_OURSELVES + "PREPARE TRANSACTION " + name;
            case DECIDE -> AS_OURSELVES + DURABLY + DecisionTable.insertCommit(gid, preparedShards()) + "; COMMIT";
            case COMMIT_PREPARED -> "COMMIT PREPARED " + name;
            case ROLLBACK_PREPARED -> "ROLLBACK PREPARED " + name;
            case ROLLBACK -> "ROLLBACK";
        };
    }

    private List<String> preparedShards() {
        return participants.subList(0, participants.size() - 1).stream()
                .map(connection -> connection.shard().id().value())
                .toList();
    }

    private void answered(
            TwoPhaseCommit.Order order, ServerConnection connection, ControlQuery.Outcome outcome, boolean sent) {
        TwoPhaseCommit.Answer answer = answer(order.command(), outcome, sent);
        commits.steps().answered(gid, connection.shard().id(), order.command(), answer);
        if (answer == TwoPhaseCommit.Answer.DONE) {
            noteRole(order.command(), connection);
        } else if (error == null) {
            ErrorFields reason = outcome.error();
            error = reason != null
                    ? reason
                    : ErrorFields.error(SqlState.IN_FAILED_TRANSACTION, "the transaction was rolled back");
            errorAt = connection;
        }
        TwoPhaseCommit.Step step = state.answered(order.participant(), answer);
        state = step.state();
        send(step.orders());
        // a connection that is known to be closed answers from within send, and then all is told already
        TwoPhaseCommit.Outcome end = state.outcome();
        if (end != null && !told) {
            told = true;
            boolean doubt = state.leavesDoubt();
            commits.ledger().over(gid, end, doubt);
            commits.steps().over(gid, end, System.nanoTime() - started);
            listener.over(end, error, errorAt, doubt);
        }
    }

    private static TwoPhaseCommit.Answer answer(
            TwoPhaseCommit.Command command, ControlQuery.Outcome outcome, boolean sent) {
        if (outcome.lost()) {
            // an open transaction has ended with its connection, and nothing was sent that could be executed yet
            boolean open = command == TwoPhaseCommit.Command.PREPARE || command == TwoPhaseCommit.Command.DECIDE;
            return open && !sent ? TwoPhaseCommit.Answer.REFUSED : TwoPhaseCommit.Answer.LOST;
        }
        ErrorFields error = outcome.error();
        boolean done = switch (command) {
            // in a transaction that has failed both are answered with ROLLBACK, and no error
            case PREPARE -> error == null && outcome.tag().equals("PREPARE TRANSACTION");
            case DECIDE -> error == null && outcome.tag().equals("COMMIT");
            // somebody else has ended it, as was decided
            case COMMIT_PREPARED, ROLLBACK_PREPARED ->
                error == null || error.sqlState().equals(SqlState.UNDEFINED_OBJECT);
            case ROLLBACK -> error == null;
        };
        return done ? TwoPhaseCommit.Answer.DONE : TwoPhaseCommit.Answer.REFUSED;
    }

    /** What RESET did stays with a transaction that ended well. */
    private static void noteRole(TwoPhaseCommit.Command command, ServerConnection connection) {
        if (command == TwoPhaseCommit.Command.PREPARE || command == TwoPhaseCommit.Command.DECIDE) {
            connection.settingsAre(connection.settings().without("role").without("session_authorization"));
        }
    }
}
