package dev.colonnade.server.session;

import dev.colonnade.execution.merge.MemoryBudget;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.execution.scatter.Bound;
import dev.colonnade.execution.scatter.NestedTypes;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.planner.PlanContext;
import dev.colonnade.planner.Planned;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.planner.sql.StatementSplitter;
import dev.colonnade.wire.InvalidEncodingException;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.BackendWriter;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import dev.colonnade.wire.codec.FrameReader;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.frontend.FrontendMessage;
import dev.colonnade.wire.frontend.FrontendWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Extended query: Parse, Bind, Describe, Execute, Close, Flush, Sync. A statement for one database is prepared there under a shared name and
 * bound and executed with the client's own messages; everything of one batch for the same database is sent without waiting. Methods answer
 * false where their message has to wait and be taken again.
 */
final class ExtendedFlow {
    private static final byte[] PARSE_COMPLETE = {'1', 0, 0, 0, 4};
    private static final byte[] BIND_COMPLETE = {'2', 0, 0, 0, 4};
    private static final byte[] CLOSE_COMPLETE = {'3', 0, 0, 0, 4};
    private static final byte[] NO_DATA = {'n', 0, 0, 0, 4};
    private static final byte[] PORTAL_SUSPENDED = {'s', 0, 0, 0, 4};
    private static final byte[] EMPTY_QUERY = {'I', 0, 0, 0, 4};

    private final ClientSession session;
    private final ServerRelay relay;
    private final FrameReader frames;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Map<String, Portal> portals = new HashMap<>();
    private final List<ServerConnection> unsynced = new ArrayList<>(4);
    private final MemoryBudget portalRows;
    private final BindFrame bindFrame = new BindFrame(Unpooled.EMPTY_BUFFER);

    /** The last body of a Parse of the unnamed statement: many drivers send the same one again and again. */
    private byte[] unnamedParse = {};

    private @Nullable PreparedStatement unnamedStatement;
    private @Nullable Portal unnamedPortal;

    /** A Parse whose ParseComplete is owed: it is sent with the first Bind or Describe, or checked by itself at the latest at Sync. */
    private @Nullable PreparedStatement pendingParse;

    /** After an error, until Sync. */
    private boolean skipping;

    private boolean syncUnderWay;

    /** Why what a server did in this batch is gone, though all its answers had come; null where none is, or it has been told. */
    private @Nullable ErrorFields partLost;

    ExtendedFlow(ClientSession session) {
        this.session = session;
        this.relay = session.relay;
        this.frames = session.frames;
        this.portalRows = new MemoryBudget(
                "memory budget of a session's portals",
                session.context.limits().mergeBytes(),
                session.context.memory());
    }

    boolean skipping() {
        return skipping;
    }

    // ---- Parse

    boolean parse() {
        if (!settleParse()) {
            return false;
        }
        PreparedStatement again = unnamedAgain();
        if (again != null) {
            pendingParse = again;
            return true;
        }
        FrontendMessage.Parse parse = decodeParse();
        if (!parse.name().isEmpty() && statements.containsKey(parse.name())) {
            throw new StatementException(
                    SqlState.DUPLICATE_PREPARED_STATEMENT,
                    "prepared statement \"" + parse.name() + "\" already exists");
        }
        if (statements.size() >= session.context.limits().statementsMax()) {
            throw new StatementException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "too many prepared statements: " + statements.size());
        }
        PlanContext planContext = session.planning.context();
        StatementSplitter.Piece piece = SimpleFlow.single(parse.sql());
        String text = piece.text();
        Planned made = session.planning.planOrWait(piece, planContext);
        if (made == null) {
            return false;
        }
        Planned planned = SessionPlans.adapt(session, made, text);
        if (!LocalStatements.endsTransaction(planned)) {
            session.requireUsableTransaction();
        }
        PreparedStatement statement =
                new PreparedStatement(parse.name(), text, parse.parameterTypes(), planned, planContext);
        statement.leavesState = session.topology().unshardedOnly() && LeavesState.in(text);
        if (parse.name().isEmpty()) {
            unnamedStatement = statement;
            unnamedParse = bodyBytes();
        } else {
            statements.put(parse.name(), statement);
        }
        pendingParse = statement;
        return true;
    }

    private FrontendMessage.Parse decodeParse() {
        try {
            return FrontendMessage.Parse.decodeBody(MessageCursor.over(frames));
        } catch (InvalidEncodingException e) {
            throw new StatementException(ErrorResponses.notUtf8());
        }
    }

    private @Nullable PreparedStatement unnamedAgain() {
        PreparedStatement last = unnamedStatement;
        int length = frames.bodyLength();
        if (last == null || length != unnamedParse.length || !session.planning.current(last)) {
            return null;
        }
        if (TimeLiterals.in(last.text)) {
            return null;
        }
        ByteBuf buffer = frames.buffer();
        int at = frames.bodyStart();
        for (int i = length - 1; i >= 0; i--) {
            if (buffer.getByte(at + i) != unnamedParse[i]) {
                return null;
            }
        }
        if (!LocalStatements.endsTransaction(last.planned)) {
            session.requireUsableTransaction();
        }
        return last;
    }

    private byte[] bodyBytes() {
        byte[] body = new byte[frames.bodyLength()];
        frames.buffer().getBytes(frames.bodyStart(), body);
        return body;
    }

    /** Pays the ParseComplete that is owed: at once where a server has accepted the text before, else by asking one. */
    private boolean settleParse() {
        PreparedStatement pending = pendingParse;
        if (pending == null) {
            return true;
        }
        StatementPlan plan = ClientSession.routed(pending.planned);
        if (plan == null || server(pending, plan).description() != null) {
            ownParseComplete(pending);
            pendingParse = null;
            return true;
        }
        return describeOnServer(pending, plan, false);
    }

    /** Parse (if it isn't there) and Describe of the client's own text, at a database that can take it. */
    private boolean describeOnServer(PreparedStatement statement, StatementPlan plan, boolean forward) {
        ServerConnection connection = session.connections.acquire(plan.describeAt());
        if (connection == null || !session.relayFrom(connection)) {
            return false;
        }
        ServerStatement server = server(statement, plan);
        prepare(connection, server, statement);
        FrontendWriter.describeStatement(connection.out(), server.name());
        relay.expect(new Expected.DescribeStatement(server, forward));
        touched(connection);
        return true;
    }

    private void prepare(ServerConnection connection, ServerStatement server, PreparedStatement statement) {
        boolean owed = pendingParse == statement;
        if (!connection.knows(server)) {
            connection.prepare(server);
            relay.expect(new Expected.Parse(server, owed ? statement : null));
        } else if (owed) {
            ownParseComplete(statement);
        }
        if (owed) {
            pendingParse = null;
        }
    }

    private void ownParseComplete(PreparedStatement statement) {
        if (relay.idle()) {
            relay.own(PARSE_COMPLETE);
        } else {
            relay.expect(new Expected.OwnParse(statement));
        }
    }

    /** A Parse behind an error: PostgreSQL would not have looked at it. */
    void parseSkipped(PreparedStatement statement) {
        statements.remove(statement.name, statement);
        if (statement.name.isEmpty()) {
            unnamedStatement = null;
        }
    }

    private ServerStatement server(PreparedStatement statement, StatementPlan plan) {
        ServerStatement known = statement.server;
        String folded = session.settings.folded();
        if (known == null || !statement.serverSettings.equals(folded)) {
            known = session.serverStatement(plan.text(), statement.parameterTypes);
            statement.server = known;
            statement.serverSettings = folded;
        }
        return known;
    }

    private void touched(ServerConnection connection) {
        if (!unsynced.contains(connection)) {
            unsynced.add(connection);
        }
    }

    // ---- Bind

    boolean bind() {
        bindFrame.read(frames);
        requireRoomFor(bindFrame.portal());
        PreparedStatement statement = statement(bindFrame.statement());
        if (pendingParse != statement && !settleParse()) {
            return false;
        }
        replanIfStale(statement);
        if (!LocalStatements.endsTransaction(statement.planned)) {
            session.requireUsableTransaction();
        }
        StatementPlan plan = ClientSession.routed(statement.planned);
        if (plan == null) {
            if (!settleParse()) {
                return false;
            }
            relay.own(BIND_COMPLETE);
            putPortal(bindFrame.portal(), new Portal.Here(statement));
            return true;
        }
        ServerStatement server = server(statement, plan);
        ServerStatement.Description known = server.description();
        bindFrame.types(known == null ? statement.parameterTypes : known.parameterTypes());
        if (known == null && bindFrame.asksForBinary()) {
            // whether binary values can be passed on depends on the columns: they are asked for first, once per text
            if (relay.idle() && !describeOnServer(statement, plan, false)) {
                return false;
            }
            session.drained();
            return false;
        }
        return switch (plan.bind(bindFrame)) {
            case PhysicalPlan.SingleShard single -> bindOnServer(statement, plan, server, single);
            case PhysicalPlan.Scatter scatter -> bindOverShards(statement, known, scatter);
            case PhysicalPlan.Staged staged -> bindOverShards(statement, known, staged);
        };
    }

    private boolean bindOverShards(
            PreparedStatement statement, ServerStatement.@Nullable Description known, PhysicalPlan plan) {
        if (!settleParse()) {
            return false;
        }
        FrontendMessage.Bind bind = FrontendMessage.Bind.decodeBody(MessageCursor.over(frames));
        requireCount(statement, known, bind.values().length);
        relay.own(BIND_COMPLETE);
        Bound bound = new Bound(bind.parameterFormats(), bind.values(), bind.resultFormats());
        putPortal(bind.portal(), new Portal.OverShards(statement, plan, bound, new Portal.Suspended()));
        return true;
    }

    private void requireNoNested(RowDescription rows, ServerConnection connection) {
        short[] formats = bindFrame.resultFormats();
        if (formats.length > 1 && formats.length != rows.fields().size()) {
            return; // the server says what is wrong with it
        }
        RowDescription.Field nested = NestedTypes.binary(rows.withFormats(formats), connection.oids());
        if (nested != null) {
            throw new StatementException(NestedTypes.refused(nested.name()));
        }
    }

    private static void requireCount(
            PreparedStatement statement, ServerStatement.@Nullable Description known, int given) {
        if (known != null && known.parameterTypes().length != given) {
            throw new StatementException(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message supplies " + given + " parameters, but prepared statement \"" + statement.name
                            + "\" requires " + known.parameterTypes().length);
        }
    }

    private boolean bindOnServer(
            PreparedStatement statement,
            StatementPlan plan,
            ServerStatement original,
            PhysicalPlan.SingleShard single) {
        ShardQuery query = single.query();
        ServerConnection connection = session.connections.acquire(query.shard());
        if (connection == null || !session.relayFrom(connection)) {
            return false;
        }
        ServerStatement.Description known = original.description();
        RowDescription rows = known == null ? null : known.rows();
        if (rows != null && bindFrame.asksForBinary()) {
            requireNoNested(rows, connection);
        }
        boolean asWritten = query.parameters() == null && query.sql().equals(plan.text());
        ServerStatement server = asWritten
                ? original
                : session.serverStatement(query.sql(), Scatter.types(statement.parameterTypes, query.parameters()));
        prepare(connection, server, statement);
        if (asWritten) {
            bindFrame.write(connection.out(), server.nameBytes());
        } else {
            FrontendMessage.Bind bind = FrontendMessage.Bind.decodeBody(MessageCursor.over(frames));
            Bound bound =
                    new Bound(bind.parameterFormats(), bind.values(), bind.resultFormats()).select(query.parameters());
            FrontendWriter.bind(
                    connection.out(),
                    bind.portal(),
                    server.name(),
                    bound.formats(),
                    bound.values(),
                    bound.resultFormats());
        }
        relay.expect(Expected.Forwarded.BIND);
        touched(connection);
        putPortal(bindFrame.portal(), new Portal.OnServer(statement, connection, single.verdict()));
        return true;
    }

    private void replanIfStale(PreparedStatement statement) {
        if (!session.planning.current(statement)) {
            PlanContext now = session.planning.context();
            statement.planned = SessionPlans.adapt(session, session.planning.plan(statement.text, now), statement.text);
            statement.plannedFor = now;
            statement.server = null;
        }
    }

    private PreparedStatement statement(String name) {
        PreparedStatement statement = name.isEmpty() ? unnamedStatement : statements.get(name);
        if (statement == null) {
            throw new StatementException(
                    SqlState.UNDEFINED_PREPARED_STATEMENT,
                    name.isEmpty()
                            ? "unnamed prepared statement does not exist"
                            : "prepared statement \"" + name + "\" does not exist");
        }
        return statement;
    }

    private void requireRoomFor(String portal) {
        if (!portal.isEmpty()
                && portals.size() >= session.context.limits().portalsMax()
                && !portals.containsKey(portal)) {
            throw new StatementException(SqlState.PROGRAM_LIMIT_EXCEEDED, "too many portals: " + portals.size());
        }
    }

    private void putPortal(String name, Portal portal) {
        if (name.isEmpty()) {
            unnamedPortal = portal;
        } else {
            portals.put(name, portal);
        }
    }

    private Portal portal(String name) {
        Portal portal = name.isEmpty() ? unnamedPortal : portals.get(name);
        if (portal == null) {
            throw new StatementException(SqlState.UNDEFINED_CURSOR, "portal \"" + name + "\" does not exist");
        }
        return portal;
    }

    // ---- Describe

    boolean describe() {
        FrontendMessage.Target target = FrontendMessage.Target.decodeBody("Describe", MessageCursor.over(frames));
        return target.statement() ? describeStatement(statement(target.name())) : describePortal(portal(target.name()));
    }

    private boolean describeStatement(PreparedStatement statement) {
        if (pendingParse != statement && !settleParse()) {
            return false;
        }
        replanIfStale(statement);
        StatementPlan plan = ClientSession.routed(statement.planned);
        if (plan == null) {
            if (!settleParse()) {
                return false;
            }
            relay.own(bytes(out -> BackendWriter.parameterDescription(out, new int[0])));
            relay.own(rowsOf(LocalStatements.rows(statement.planned)));
            return true;
        }
        ServerStatement.Description known = server(statement, plan).description();
        if (known == null) {
            return describeOnServer(statement, plan, true);
        }
        if (!settleParse()) {
            return false;
        }
        relay.own(bytes(out -> BackendWriter.parameterDescription(out, known.parameterTypes())));
        relay.own(rowsOf(known.rows()));
        return true;
    }

    private boolean describePortal(Portal portal) {
        if (!settleParse()) {
            return false;
        }
        switch (portal) {
            case Portal.OnServer(var statement, ServerConnection connection, var verdict) -> {
                requireOpen(connection);
                if (!session.relayFrom(connection)) {
                    return false;
                }
                forwardFrame(connection);
                relay.expect(Expected.Forwarded.DESCRIBE_PORTAL);
            }
            case Portal.OverShards over -> {
                StatementPlan plan = ClientSession.routed(over.statement().planned);
                if (plan == null) {
                    throw new IllegalStateException("a portal over shards without a route");
                }
                ServerStatement.Description known =
                        server(over.statement(), plan).description();
                if (known == null) {
                    // the Describe is under way or has to be sent: its answer is needed first
                    if (relay.idle() && !describeOnServer(over.statement(), plan, false)) {
                        return false;
                    }
                    session.drained();
                    return false;
                }
                RowDescription rows = known.rows();
                relay.own(rowsOf(
                        rows == null ? null : rows.withFormats(over.bound().resultFormats())));
            }
            case Portal.Here(PreparedStatement statement) -> relay.own(rowsOf(LocalStatements.rows(statement.planned)));
        }
        return true;
    }

    private static byte[] rowsOf(@Nullable RowDescription rows) {
        return rows == null ? NO_DATA : bytes(rows::write);
    }

    private interface Writing {
        void to(ByteBuf out);
    }

    private static byte[] bytes(Writing message) {
        ByteBuf out = Unpooled.buffer(128);
        message.to(out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private void forwardFrame(ServerConnection connection) {
        connection.out().writeBytes(frames.buffer(), frames.frameStart(), frames.frameEnd() - frames.frameStart());
        touched(connection);
    }

    private static void requireOpen(ServerConnection connection) {
        if (!connection.isOpen()) {
            throw new StatementException(
                    ErrorResponses.connectionLost(connection.shard().id().value()));
        }
    }

    // ---- Execute

    boolean execute() {
        if (!settleParse()) {
            return false;
        }
        FrontendMessage.Execute execute = FrontendMessage.Execute.decodeBody(MessageCursor.over(frames));
        Portal portal = portal(execute.portal());
        if (!LocalStatements.endsTransaction(portal.statement().planned)) {
            session.requireUsableTransaction();
        }
        switch (portal) {
            case Portal.OnServer(PreparedStatement statement, ServerConnection connection, Verdict verdict) -> {
                requireOpen(connection);
                if (!session.relayFrom(connection)) {
                    return false;
                }
                StatementPlan plan = ClientSession.routed(statement.planned);
                if (plan != null
                        && plan.writes()
                        && !session.connections.writes(connection.shard().id(), SessionPlans.surelyWrites(plan))) {
                    return false;
                }
                if (statement.leavesState) {
                    session.connections.reserve(connection);
                }
                session.activity.started(verdict);
                forwardFrame(connection);
                relay.expect(Expected.Forwarded.EXECUTE);
                return true;
            }
            case Portal.OverShards over -> {
                return session.drained() && executeOverShards(execute.portal(), over, execute.rowsMax());
            }
            case Portal.Here(PreparedStatement statement) -> {
                if (!session.drained()) {
                    return false;
                }
                if (statement.planned instanceof Planned.ForSession own
                        && own.statement() instanceof dev.colonnade.planner.ast.Statement.Empty) {
                    relay.own(EMPTY_QUERY);
                    return true;
                }
                if (LocalStatements.needsEmptyBatch(statement.planned) && !syncSilently()) {
                    return false;
                }
                session.await();
                LocalStatements.run(session, statement.planned, new LocalStatements.Done() {
                    @Override
                    public void done(String tag) {
                        BackendWriter.commandComplete(session.client.own(), tag);
                        session.resume();
                    }

                    @Override
                    public void failed(ErrorFields error) {
                        ExtendedFlow.this.failed(error);
                        session.resume();
                    }
                });
                return true;
            }
        }
    }

    private boolean executeOverShards(String name, Portal.OverShards portal, int rowsMax) {
        Portal.Suspended suspended = portal.suspended();
        HeldRows held = suspended.rows;
        if (held != null) {
            serve(held, rowsMax);
            return true;
        }
        if (suspended.completed) {
            throw new StatementException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"" + name + "\" cannot be run");
        }
        StatementPlan plan = ClientSession.routed(portal.statement().planned);
        if (plan == null) {
            throw new IllegalStateException("a portal over shards without a route");
        }
        // the read would commit what this pipeline has written
        if (session.transaction == null && session.connections.batchWrote() && !becomeTransaction()) {
            return false;
        }
        HeldRows rows = rowsMax > 0 ? new HeldRows(portalRows) : null;
        return Scatter.run(
                session,
                plan,
                portal.plan(),
                portal.bound(),
                portal.statement().parameterTypes,
                rows,
                new Scatter.Done() {
                    private boolean returnsRows;

                    @Override
                    public void described(@Nullable RowDescription columns) {
                        returnsRows = columns != null;
                    }

                    @Override
                    public void finished(String tag) {
                        HeldRows left = rows == null ? new HeldRows(portalRows) : rows;
                        left.finished(tag);
                        suspended.completed = true;
                        suspended.rows = returnsRows ? left : null;
                        if (rows != null && returnsRows) {
                            serve(rows, rowsMax);
                        } else {
                            BackendWriter.commandComplete(session.client.own(), tag);
                        }
                        session.resume();
                    }

                    @Override
                    public void failed(ErrorFields error) {
                        if (rows != null) {
                            rows.release();
                        }
                        ExtendedFlow.this.failed(error);
                        session.resume();
                    }
                });
    }

    private void serve(HeldRows rows, int rowsMax) {
        int served = 0;
        while (!rows.isEmpty() && (rowsMax <= 0 || served < rowsMax)) {
            session.client.dataRow(rows.next());
            served++;
        }
        if (rowsMax > 0 && served == rowsMax) {
            session.client.own().writeBytes(PORTAL_SUSPENDED);
        } else {
            // PostgreSQL counts what this Execute fetched, also of RETURNING
            String tag = rows.tag();
            BackendWriter.commandComplete(session.client.own(), tag.substring(0, tag.lastIndexOf(' ') + 1) + served);
        }
    }

    // ---- Close, Flush, Sync

    boolean close() {
        if (!settleParse()) {
            return false;
        }
        FrontendMessage.Target target = FrontendMessage.Target.decodeBody("Close", MessageCursor.over(frames));
        if (target.statement()) {
            if (target.name().isEmpty()) {
                unnamedStatement = null;
            } else {
                statements.remove(target.name());
            }
        } else {
            Portal portal = target.name().isEmpty() ? unnamedPortal : portals.remove(target.name());
            if (target.name().isEmpty()) {
                unnamedPortal = null;
            }
            if (portal instanceof Portal.OnServer(var statement, ServerConnection connection, var verdict)
                    && connection.isOpen()) {
                if (!session.relayFrom(connection)) {
                    putPortal(target.name(), portal);
                    return false;
                }
                forwardFrame(connection);
                relay.expect(Expected.Forwarded.CLOSE);
                return true;
            }
            release(portal);
        }
        relay.own(CLOSE_COMPLETE);
        return true;
    }

    private static void release(@Nullable Portal portal) {
        if (portal instanceof Portal.OverShards over && over.suspended().rows != null) {
            over.suspended().rows.release();
        }
    }

    boolean flush() {
        if (!settleParse()) {
            return false;
        }
        ServerConnection current = relay.connection();
        if (current != null && !relay.idle()) {
            FrontendWriter.flush(current.out());
            current.flush();
        }
        session.client.flush();
        return true;
    }

    boolean sync() {
        if (!skipping && !settleParse()) {
            return false;
        }
        pendingParse = null;
        ShardTransaction transaction = session.transaction;
        if (transaction != null && transaction.implicit()) {
            if (!session.drained() || !syncSilently()) {
                return false;
            }
            endImplicit(transaction);
            return true;
        }
        if (!unsynced.isEmpty() && !syncOthers(transaction)) {
            return false;
        }
        ServerConnection connection = unsynced.isEmpty() ? null : unsynced.getFirst();
        if (connection != null && connection.isOpen() && !session.relayFrom(connection)) {
            return false;
        }
        if (connection != null && !connection.isOpen() && !skipping) {
            failed(ErrorResponses.connectionLost(connection.shard().id().value()));
        }
        skipping = false;
        unsynced.clear();
        if (connection == null || !connection.isOpen()) {
            session.readyForQuery();
            return true;
        }
        FrontendWriter.sync(connection.out());
        connection.syncWritten();
        relay.expect(Expected.Forwarded.SYNC);
        connection.flush();
        syncUnderWay = true;
        session.awaitAnswers();
        return true;
    }

    private void endImplicit(ShardTransaction transaction) {
        boolean commit = !skipping && !transaction.commitsNothing();
        session.await();
        LocalStatements.endTransaction(session, commit, new LocalStatements.Done() {
            @Override
            public void done(String tag) {
                finish();
            }

            @Override
            public void failed(ErrorFields error) {
                BackendWriter.error(session.client.own(), error);
                finish();
            }

            private void finish() {
                skipping = false;
                session.readyForQuery();
                session.resume();
            }
        });
    }

    /**
     * Ends the batch at all servers but the one whose ReadyForQuery goes to the client; where it fails, what they did in it is undone. That one
     * must be known to have succeeded first, and the one that was written comes last. False while that is under way.
     */
    private boolean syncOthers(@Nullable ShardTransaction transaction) {
        ServerConnection relayed = relay.connection();
        if (unsynced.size() == 1 && (unsynced.getFirst() == relayed || !skipping)) {
            return true;
        }
        if (!session.drained()) {
            return false;
        }
        if (skipping && transaction == null) {
            // the one that is relayed has failed, by itself or because it was made to
            return endAllBut(relayed, true);
        }
        ServerConnection writer = session.connections.batchWriterOf(unsynced);
        return endAllBut(writer == null ? relayed : writer, false);
    }

    /** Ends the servers' own implicit transactions without a word to the client; false while that is under way. */
    boolean syncSilently() {
        return unsynced.isEmpty() || endAllBut(null, false);
    }

    private boolean endAllBut(@Nullable ServerConnection kept, boolean undo) {
        for (int i = 0; i < unsynced.size(); i++) {
            ServerConnection connection = unsynced.get(i);
            if (connection != kept) {
                unsynced.remove(i);
                if (undo && !connection.isOpen()) {
                    return endAllBut(kept, undo);
                }
                session.await();
                if (relay.connection() == connection) {
                    relay.detach();
                }
                if (undo) {
                    fail(connection);
                }
                connection.sync(outcome -> {
                    ErrorFields error = outcome.error();
                    if (error != null && !undo) {
                        failed(error);
                    }
                    session.resume();
                });
                return false;
            }
        }
        return true;
    }

    /**
     * A second shard is about to be written outside a transaction block: what the servers have done in this batch becomes a transaction that
     * Sync commits as one. False while the servers are asked.
     */
    boolean becomeTransaction() {
        unsynced.removeIf(connection -> !connection.isOpen());
        if (unsynced.isEmpty()) {
            begin(List.of());
            return true;
        }
        if (!session.drained()) {
            return false;
        }
        session.await();
        relay.detach();
        List<ServerConnection> connections = List.copyOf(unsynced);
        int[] outstanding = {connections.size()};
        ErrorFields[] first = new ErrorFields[1];
        for (ServerConnection connection : connections) {
            connection.beginInBatch(outcome -> {
                ErrorFields error = outcome.error();
                if (error != null && first[0] == null) {
                    first[0] = error;
                }
                outstanding[0]--;
                if (outstanding[0] == 0) {
                    began(connections, first[0]);
                }
            });
        }
        return false;
    }

    private void began(List<ServerConnection> connections, @Nullable ErrorFields error) {
        if (session.closed()) {
            return;
        }
        begin(connections);
        if (error != null) {
            failed(error);
        }
        session.resumeLater();
    }

    private void begin(List<ServerConnection> connections) {
        ShardTransaction transaction =
                new ShardTransaction("BEGIN", true, LocalStatements.promisesSnapshot(session, "BEGIN"));
        session.transaction = transaction;
        session.settingsFrames.begin(session.settings);
        session.connections.adopt(transaction, connections);
        for (ServerConnection connection : connections) {
            if (!connection.isOpen()) {
                transaction.lost(connection);
            }
        }
    }

    // ---- errors and ends

    /**
     * An error of our own: everything up to Sync is skipped. What a server has done in this batch outside a transaction must not stay, as it
     * wouldn't in PostgreSQL: the server is made to fail too.
     */
    void failed(ErrorFields error) {
        skipping = true;
        pendingParse = null;
        session.context.metrics().error(error.sqlState());
        ShardTransaction transaction = session.transaction;
        if (transaction != null) {
            transaction.fail();
        }
        ServerConnection current = relay.connection();
        if (transaction == null && current != null && current.isOpen() && unsynced.contains(current)) {
            fail(current);
            relay.expect(new Expected.Abort(error));
        } else {
            relay.own(bytes(out -> BackendWriter.error(out, error)));
        }
    }

    /** Makes a server undo what it has done in this batch: there is no such statement. */
    private static void fail(ServerConnection connection) {
        FrontendWriter.bind(connection.out(), "", "colonnade_abort", new short[0], new byte[0][], new short[0]);
    }

    /** A server failed; where the client's Sync has gone out already, there is nothing left to skip. */
    void serverFailed() {
        skipping = !syncUnderWay;
        PreparedStatement pending = pendingParse;
        if (pending != null) {
            pendingParse = null;
            parseSkipped(pending);
        }
    }

    /** A server is gone: what it did in this batch is, too, even if all its answers have come. */
    void partLost(ServerConnection connection, boolean ofImplicitTransaction, ErrorFields reason) {
        if ((unsynced.remove(connection) || ofImplicitTransaction) && !skipping && !syncUnderWay) {
            partLost = reason.with('S', "ERROR").with('V', "ERROR");
        }
    }

    /** The client hears of it with the next message, when nothing else of ours is being written. */
    void tellLost() {
        ErrorFields reason = partLost;
        if (reason != null) {
            partLost = null;
            if (!skipping) {
                failed(reason);
            }
        }
    }

    /** A connection ended with answers outstanding. */
    void connectionLost(ErrorFields reason) {
        partLost = null;
        session.context.metrics().error(reason.sqlState());
        PreparedStatement pending = pendingParse;
        if (pending != null) {
            pendingParse = null;
            parseSkipped(pending);
        }
        BackendWriter.error(session.client.own(), reason.with('S', "ERROR").with('V', "ERROR"));
        skipping = true;
        if (syncUnderWay) {
            skipping = false;
            session.readyForQuery();
        }
        session.client.flush();
    }

    /** COPY FROM STDIN began: a Sync that has gone out already is ignored by the server, so no ReadyForQuery answers it. */
    void copyStarted(ServerConnection from) {
        if (syncUnderWay && relay.forgetSync()) {
            from.syncIgnored();
            syncUnderWay = false;
        }
        touched(from);
    }

    /** ReadyForQuery went out. */
    void batchOver() {
        syncUnderWay = false;
        partLost = null;
        unsynced.clear();
    }

    /** Portals don't outlive their transaction. */
    void transactionOver() {
        release(unnamedPortal);
        unnamedPortal = null;
        if (!portals.isEmpty()) {
            portals.values().forEach(ExtendedFlow::release);
            portals.clear();
        }
    }

    /** The session is over: what servers have begun in the middle of a batch must not stay, as it would with the next Sync. */
    void end() {
        List.copyOf(unsynced).forEach(connection -> connection.close("its client left in the middle of a batch"));
        unsynced.clear();
        transactionOver();
    }

    /** DEALLOCATE; null for all. False where there is no such statement. */
    boolean deallocate(@Nullable String name) {
        if (name == null) {
            statements.clear();
            return true;
        }
        return statements.remove(name) != null;
    }
}
