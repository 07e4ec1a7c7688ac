package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.scatter.Bound;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.planner.PlanContext;
import dev.colonnade.planner.Planned;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.StatementParser;
import dev.colonnade.planner.sql.StatementSplitter;
import dev.colonnade.wire.InvalidEncodingException;
import dev.colonnade.wire.backend.BackendWriter;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import dev.colonnade.wire.backend.Tags;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.codec.Wire;
import dev.colonnade.wire.frontend.FrontendMessage;
import dev.colonnade.wire.frontend.FrontendWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Simple query: one message with any number of statements, one after the other. Several of them, outside a transaction block, are one
 * implicit transaction, as in PostgreSQL.
 */
final class SimpleFlow {
    /** Characters of a script whose syntax is checked at once; then it is another session's turn. */
    private static final int CHECKED_AT_ONCE_MAX = 16 * 1024;

    private final ClientSession session;
    private List<StatementSplitter.Piece> parts = List.of();
    private String script = "";
    private int next;

    /** How many of the statements are known to be free of syntax errors. */
    private int checked;

    /** The script's check waits for the other sessions of the event loop. */
    private boolean yielded;

    private boolean underWay;

    /** The script is one statement, whose answer ends with the server's own ReadyForQuery. */
    private boolean alone;

    private boolean aborted;

    /** Why a part of the implicit transaction is gone that was done before; null where none is. */
    private @Nullable ErrorFields partLost;

    /** The tag of the last statement, told after the COMMIT around it, which may fail; null for none. */
    private @Nullable String tagHeld;

    /** How a statement ended that isn't one server's alone. */
    private final LocalStatements.Done answer = new LocalStatements.Done() {
        @Override
        public void done(String tag) {
            completed(tag);
        }

        @Override
        public void failed(ErrorFields error) {
            SimpleFlow.this.failed(error);
            session.resume();
        }
    };

    SimpleFlow(ClientSession session) {
        this.session = session;
    }

    boolean underWay() {
        return underWay;
    }

    /** Where the statement at hand begins in the client's message, in characters. */
    int offset() {
        return next < parts.size() ? parts.get(next).offset() : 0;
    }

    /** The statement of a Parse without blanks and a terminating semicolon. */
    static StatementSplitter.Piece single(String sql) {
        List<StatementSplitter.Piece> parts = StatementSplitter.split(sql);
        return switch (parts.size()) {
            case 0 -> new StatementSplitter.Piece("", 0, null);
            case 1 -> parts.getFirst();
            default ->
                throw new StatementException("42601", "cannot insert multiple commands into a prepared statement");
        };
    }

    boolean query() {
        if (!session.drained() || !session.extended().syncSilently()) {
            return false;
        }
        String sql = text(session);
        script = sql;
        checked = 0;
        parts = StatementSplitter.split(sql);
        next = 0;
        aborted = false;
        partLost = null;
        tagHeld = null;
        underWay = true;
        alone = parts.size() == 1;
        if (parts.isEmpty()) {
            Wire.empty(session.client.own(), Tags.EMPTY_QUERY_RESPONSE);
        }
        return true;
    }

    private static String text(ClientSession session) {
        try {
            return FrontendMessage.Query.decodeBody(MessageCursor.over(session.frames))
                    .sql();
        } catch (InvalidEncodingException e) {
            throw new StatementException(ErrorResponses.notUtf8());
        }
    }

    /** PostgreSQL parses a message whole before it runs any of it: one syntax error, and nothing has happened. */
    private boolean syntaxChecked() {
        int read = 0;
        yielded = false;
        while (checked < parts.size()) {
            String text = parts.get(checked).text();
            read += text.length();
            if (read > CHECKED_AT_ONCE_MAX && read > text.length()) {
                letOthersRun();
                return false;
            }
            if (StatementParser.parse(text) instanceof ParseOutcome.Failed) {
                if (!session.syntax.settled(text)) {
                    return false;
                }
                ErrorFields error = session.syntax.error(text);
                if (error != null) {
                    next = checked;
                    throw new StatementException(shifted(error));
                }
            }
            checked++;
        }
        return true;
    }

    private void letOthersRun() {
        yielded = true;
        session.await();
        session.channel().eventLoop().execute(() -> {
            if (yielded) {
                yielded = false;
                session.resumeLater();
            }
        });
    }

    /** A server's error about one statement, with its position in the whole message. */
    ErrorFields shifted(ErrorFields error) {
        String position = error.fields().get('P');
        return position == null
                ? error
                : error.with('P', Integer.toString(Integer.parseInt(position) + script.codePointCount(0, offset())));
    }

    /** The message itself can't be read. */
    void refused(ErrorFields error) {
        parts = List.of();
        next = 0;
        alone = true;
        underWay = true;
        failed(error);
    }

    /** Does the next statement, or ends the message. */
    void step() {
        ErrorFields gone = partLost;
        if (gone != null && !aborted) {
            failed(gone);
        }
        if (aborted || next == parts.size()) {
            end();
            return;
        }
        if (!alone && !syntaxChecked()) {
            return;
        }
        if (!alone && session.transaction == null) {
            session.transaction =
                    new ShardTransaction("BEGIN", true, LocalStatements.promisesSnapshot(session, "BEGIN"));
            session.settingsFrames.begin(session.settings);
        }
        StatementSplitter.Piece statement = parts.get(next);
        PlanContext planContext = session.planning.context();
        Planned made = session.planning.planOrWait(statement, planContext);
        if (made == null) {
            return;
        }
        Planned planned = SessionPlans.adapt(session, made, statement.text());
        if (!LocalStatements.endsTransaction(planned)) {
            session.requireUsableTransaction();
        }
        switch (planned) {
            case Planned.Routed(StatementPlan plan) -> run(plan);
            case Planned.CopyIn copy -> {
                if (CopyIn.start(session, copy, answer)) {
                    expectAnswer();
                }
            }
            case Planned.CopyOut copy -> copyOut(copy);
            case Planned.ForSession own when own.statement() instanceof Statement.Empty -> next++;
            case Planned.ForSession own -> local(own);
            case Planned.SchemaChange change -> local(change);
        }
    }

    private void run(StatementPlan plan) {
        switch (plan.bind(ParameterValues.NONE)) {
            case PhysicalPlan.SingleShard(var verdict, ShardQuery query) -> {
                ServerConnection connection = session.connections.acquire(query.shard());
                if (connection == null) {
                    return;
                }
                if (plan.writes() && !session.connections.writes(query.shard(), SessionPlans.surelyWrites(plan))) {
                    return;
                }
                session.activity.started(verdict);
                send(connection, query.sql());
            }
            case PhysicalPlan.Scatter scatter -> overShards(plan, scatter);
            case PhysicalPlan.Staged staged -> overShards(plan, staged);
        }
    }

    private void overShards(StatementPlan statement, PhysicalPlan plan) {
        Scatter.run(session, statement, plan, Bound.TEXT, new int[0], null, new Scatter.Done() {
            @Override
            public void described(@Nullable RowDescription columns) {
                if (columns != null) {
                    columns.write(session.client.own());
                }
            }

            @Override
            public void finished(String tag) {
                completed(tag);
            }

            @Override
            public void failed(ErrorFields error) {
                SimpleFlow.this.failed(error);
                session.resume();
            }
        });
    }

    /** One database: its answers go to the client as they come. */
    private void send(ServerConnection connection, String sql) {
        if (session.topology().unshardedOnly() && LeavesState.in(sql)) {
            session.connections.reserve(connection);
        }
        session.relay.attach(connection);
        FrontendWriter.query(connection.out(), sql);
        connection.syncWritten();
        expectAnswer();
        connection.flush();
        session.awaitAnswers();
    }

    private void expectAnswer() {
        session.relay.expect(new Expected.Script(alone));
    }

    private void copyOut(Planned.CopyOut copy) {
        if (copy.branches().size() == 1) {
            ServerConnection connection =
                    session.connections.acquire(copy.branches().getFirst().shard());
            if (connection != null) {
                send(connection, copy.branches().getFirst().sql());
            }
            return;
        }
        CopyOut.run(session, copy, answer);
    }

    private void local(Planned planned) {
        session.await();
        LocalStatements.run(session, planned, answer);
    }

    private void completed(String tag) {
        next++;
        ShardTransaction transaction = session.transaction;
        if (next == parts.size() && transaction != null && transaction.implicit()) {
            tagHeld = tag;
        } else {
            BackendWriter.commandComplete(session.client.own(), tag);
        }
        session.resume();
    }

    /** A server's ReadyForQuery inside the script. */
    void statementOver(ServerConnection from) {
        session.relay.detach();
        if (session.transaction == null && from != session.connections.reserved()) {
            session.connections.releaseHeld();
        }
        next++;
    }

    /** The ErrorResponse has gone to the client; the server's ReadyForQuery is still to come. */
    void serverFailed() {
        aborted = true;
    }

    /** A database of the implicit transaction is gone, and what was done there: told before the next statement, or in place of the COMMIT. */
    void partLost(ErrorFields reason) {
        partLost = reason;
    }

    /** An error of our own, or of a scatter: the rest of the message is skipped. */
    void failed(ErrorFields error) {
        session.context.metrics().error(error.sqlState());
        BackendWriter.error(session.client.own(), error.with('S', "ERROR").with('V', "ERROR"));
        ShardTransaction transaction = session.transaction;
        if (transaction != null) {
            transaction.fail();
        }
        aborted = true;
    }

    /** The relay sent the ReadyForQuery of a script of one statement. */
    void over() {
        underWay = false;
    }

    private void end() {
        ShardTransaction transaction = session.transaction;
        if (transaction == null || !transaction.implicit()) {
            underWay = false;
            session.readyForQuery();
            return;
        }
        session.await();
        LocalStatements.endTransaction(session, !aborted && !transaction.commitsNothing(), new LocalStatements.Done() {
            @Override
            public void done(String tag) {
                String held = tagHeld;
                if (held != null) {
                    BackendWriter.commandComplete(session.client.own(), held);
                }
                finish();
            }

            @Override
            public void failed(ErrorFields error) {
                BackendWriter.error(session.client.own(), error);
                finish();
            }

            private void finish() {
                underWay = false;
                session.readyForQuery();
                session.resume();
            }
        });
    }
}
