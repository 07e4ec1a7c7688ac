package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerPool;
import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.planner.PlanContext;
import dev.colonnade.planner.Planned;
import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Topology;
import dev.colonnade.wire.ProtocolViolationException;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.TransactionStatus;
import dev.colonnade.wire.backend.BackendWriter;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.codec.FrameReader;
import dev.colonnade.wire.frontend.FrontendWriter;
import dev.colonnade.wire.frontend.Tags;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client, after authentication.
 *
 * <pre>
 *   simple query     Query                              -> RowDescription DataRow* CommandComplete ... ReadyForQuery
 *   extended query   Parse Bind Describe Execute* Sync  -> ParseComplete BindComplete RowDescription DataRow* CommandComplete ReadyForQuery
 *   after an error   everything up to Sync is skipped   -> ErrorResponse ... ReadyForQuery
 *   copy in          Query                              -> CopyInResponse; CopyData* CopyDone|CopyFail -> CommandComplete ReadyForQuery
 *   cancel           CancelRequest on another connection -> ErrorResponse 57014 here, if something ran
 * </pre>
 *
 * ("Message Flow" in the PostgreSQL manual.) Messages are taken one after the other. Where one has to wait (for a connection, for answers of
 * another server), it is put back, the session is {@link #busy}, and it is looked at again from the start when {@link #resume} is called:
 * so there is one place that waits, and no half-done message.
 *
 * <p>Belongs to one event loop; {@link #cancel} and the views may be called from anywhere.
 */
public final class ClientSession extends ChannelInboundHandlerAdapter implements ServerRelay.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

    /** A client that sends more than this while it waits for an answer isn't read for now. */
    private static final int UNREAD_BYTES_MAX = 256 * 1024;

    /** undefined_table, undefined_column, undefined_object, feature_not_supported ("cached plan must not change result type"). */
    private static final Set<String> CATALOG_DOUBTS = Set.of("42P01", "42703", "42704", "0A000");

    final SessionContext context;
    final Channel channel;
    final ServerPool pool;
    final ClientWriter client;
    final ServerRelay relay;
    final FrameReader frames;
    final Map<String, String> reported = new LinkedHashMap<>();

    /** What was reported before the transaction at hand changed some of it; null where it didn't. */
    private @Nullable Map<String, String> reportedBefore;

    private final ExtendedFlow extended;
    private final SimpleFlow simple;
    private final int processId;
    private final byte[] secret;
    private final String user;

    /** What RESET goes back to. */
    SessionSettings startupSettings;

    volatile SessionSettings settings;

    /** The client's transaction, or the one that surrounds a message of several statements; null outside. */
    @Nullable
    ShardTransaction transaction;

    /** Connections of this batch or message, outside a transaction. */
    final List<ServerConnection> held = new ArrayList<>(4);

    final SettingsFrames settingsFrames = new SettingsFrames();

    /** A connection that the session keeps for good: the only database, with state that can't be moved. */
    volatile @Nullable ServerConnection reserved;

    /** The shard that this batch has written outside an explicit transaction. */
    @Nullable
    PhysicalShardId batchWriter;

    @Nullable
    CopyIn copyIn;

    @Nullable
    CopyOut copyOut;

    @Nullable
    Scatter scatter;

    private @Nullable Verdict startedVerdict;
    private long startedNanos;
    private @Nullable PlanContext planContext;
    private @Nullable SessionSettings planContextSettings;
    private @Nullable ErrorFields acquireFailure;
    private @Nullable String checkedText;
    private @Nullable ErrorFields syntaxError;
    private ServerPool.@Nullable Waiting waiting;
    private boolean drainAwaited;
    private boolean writableAwaited;
    private boolean busy;
    private boolean pumping;
    private boolean closed;
    private volatile String currentText = "";
    private volatile State state = State.IDLE;
    private volatile long stateNanos = System.nanoTime();
    private volatile List<PhysicalShardId> enlisted = List.of();

    ClientSession(
            SessionContext context,
            Channel channel,
            ServerPool pool,
            FrameReader frames,
            String user,
            int processId,
            byte[] secret,
            SessionSettings startupSettings) {
        this.context = context;
        this.channel = channel;
        this.pool = pool;
        this.frames = frames;
        this.user = user;
        this.processId = processId;
        this.secret = secret;
        this.startupSettings = startupSettings;
        this.settings = startupSettings;
        this.client = new ClientWriter(channel);
        this.relay = new ServerRelay(this, client);
        this.extended = new ExtendedFlow(this);
        this.simple = new SimpleFlow(this);
    }

    // ---- views

    public int processId() {
        return processId;
    }

    byte[] secret() {
        return secret;
    }

    public String user() {
        return user;
    }

    public Channel channel() {
        return channel;
    }

    /** What the session is doing; may lag behind by a statement. */
    public View view() {
        long nanos = System.nanoTime() - stateNanos;
        return new View(
                state,
                context.clock().instant().minusNanos(nanos),
                currentText,
                applicationName(),
                enlisted,
                reserved == null ? List.of() : List.of("session state"));
    }

    /**
     * One look at a session.
     *
     * @param since when it came to this state
     * @param statement the text at hand, or the last one
     * @param enlisted databases of its open transaction
     * @param reservations why it keeps a connection for itself
     */
    public record View(
            State state,
            Instant since,
            String statement,
            String applicationName,
            List<PhysicalShardId> enlisted,
            List<String> reservations) {}

    /** As in pg_stat_activity. */
    public enum State {
        ACTIVE,
        IDLE,
        IN_TRANSACTION,
        FAILED
    }

    private String applicationName() {
        return switch (settings.values().get("application_name")) {
            case null -> "";
            case SessionSettings.Value.Plain(String text) -> text;
            case SessionSettings.Value.Sql(String text) -> text.replace("'", "");
        };
    }

    /** From any thread: cancels what runs now; nothing where nothing runs. */
    void cancel() {
        channel.eventLoop().execute(() -> {
            context.metrics().cancelled();
            Scatter running = scatter;
            if (running != null) {
                running.cancel();
            }
            ServerConnection current = relay.connection();
            if (current != null && !relay.idle()) {
                current.cancel();
            }
            CopyIn copyingIn = copyIn;
            if (copyingIn != null) {
                copyingIn.cancel();
            }
            CopyOut copyingOut = copyOut;
            if (copyingOut != null) {
                copyingOut.cancel();
            }
            ServerPool.Waiting queued = waiting;
            if (queued != null && acquireFailure == null) {
                queued.giveUp();
                waiting = null;
                acquireFailure = ErrorFields.error(SqlState.QUERY_CANCELED, "canceling statement due to user request");
                resume();
            }
        });
    }

    // ---- the pump

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        frames.append((ByteBuf) message);
        pump();
    }

    /** What the session waited for is there. */
    void resume() {
        busy = false;
        pump();
    }

    boolean busy() {
        return busy;
    }

    /** Nothing is taken from the client until {@link #resume}. */
    void await() {
        busy = true;
    }

    void pump() {
        if (pumping || closed) {
            return;
        }
        pumping = true;
        try {
            while (!busy && !closed) {
                // a COPY is a statement under way that takes messages
                if (simple.underWay() && copyIn == null) {
                    step();
                } else if (frames.next()) {
                    take();
                } else {
                    frames.trim();
                    break;
                }
            }
        } catch (ProtocolViolationException e) {
            violation(e);
            return;
        } finally {
            pumping = false;
        }
        if (closed) {
            return;
        }
        if (!busy) {
            ServerConnection current = relay.connection();
            if (current != null) {
                current.flush();
            }
            client.flush();
        }
        boolean read = !busy || frames.pendingBytes() < UNREAD_BYTES_MAX;
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    private void step() {
        try {
            simple.step();
        } catch (StatementException e) {
            busy = false;
            simple.failed(e.fields());
        } catch (PlanningException e) {
            busy = false;
            if (!syntaxChecked(e)) {
                return;
            }
            simple.failed(syntaxError != null ? simple.shifted(syntaxError) : refused(e, currentText, simple.offset()));
        } catch (RuntimeException e) {
            LOG.error("session {}: statement of {} characters", processId, currentText.length(), e);
            busy = false;
            simple.failed(ErrorResponses.internal(e));
        }
    }

    private void take() {
        boolean taken;
        try {
            taken = take(frames.tag());
        } catch (StatementException e) {
            taken = failed(e.fields());
        } catch (PlanningException e) {
            busy = false;
            taken = syntaxChecked(e) && failed(syntaxError != null ? syntaxError : refused(e, currentText, 0));
        } catch (ProtocolViolationException e) {
            // the message's boundaries are sound, only its body isn't: as in PostgreSQL the session goes on
            taken = failed(ErrorFields.error(SqlState.PROTOCOL_VIOLATION, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("session {}: statement of {} characters", processId, currentText.length(), e);
            taken = failed(ErrorResponses.internal(e));
        }
        if (!taken && !closed) {
            frames.unread();
        }
    }

    /** What isn't understood here may be wrong for PostgreSQL too: then the error should be its own. False where that is being asked. */
    private boolean syntaxChecked(PlanningException e) {
        if (e.refusal().code() != RefusalCode.UNPARSED) {
            syntaxError = null;
            return true;
        }
        return syntaxChecked(currentText);
    }

    /** Whether {@link #syntaxError} is about this text; asks the catalogue home otherwise, and the message at hand is taken again. */
    boolean syntaxChecked(String text) {
        if (text.equals(checkedText)) {
            return true;
        }
        await();
        SessionStart.lease(topology(), pool, SessionSettings.NONE, new SessionStart.Leased() {
            @Override
            public void ready(ServerConnection connection) {
                connection.check(text, outcome -> {
                    ErrorFields error = outcome.error();
                    connection.release();
                    checked(text, error != null && error.sqlState().equals(SqlState.SYNTAX_ERROR) ? error : null);
                });
            }

            @Override
            public void failed(ErrorFields error) {
                checked(text, null);
            }
        });
        return false;
    }

    private void checked(String text, @Nullable ErrorFields error) {
        checkedText = text;
        syntaxError = error;
        if (!closed) {
            resumeLater();
        }
    }

    /** PostgreSQL's verdict on the text that was checked last; null where it takes it. */
    @Nullable
    ErrorFields syntaxError() {
        return syntaxError;
    }

    /** The message at hand fails; it counts as taken. */
    private boolean failed(ErrorFields error) {
        busy = false;
        if (frames.tag() == Tags.QUERY) {
            simple.refused(error);
        } else {
            extended.failed(error);
        }
        return true;
    }

    /** False where the message has to wait. */
    private boolean take(byte tag) {
        if (tag == Tags.TERMINATE) {
            end("client terminated");
            return true;
        }
        CopyIn copying = copyIn;
        if (copying != null) {
            return copying.message(tag);
        }
        if (extended.skipping() && tag != Tags.SYNC) {
            return true;
        }
        return switch (tag) {
            case Tags.BIND -> extended.bind();
            case Tags.EXECUTE -> extended.execute();
            case Tags.SYNC -> extended.sync();
            case Tags.PARSE -> extended.parse();
            case Tags.DESCRIBE -> extended.describe();
            case Tags.CLOSE -> extended.close();
            case Tags.FLUSH -> extended.flush();
            case Tags.QUERY -> simple.query();
            case Tags.FUNCTION_CALL ->
                throw new StatementException(
                        ErrorResponses.unsupported("the function call message", "Call the function with SELECT."));
            case Tags.COPY_DATA, Tags.COPY_DONE, Tags.COPY_FAIL ->
                true; // left over from a failed COPY, as in PostgreSQL
            default -> {
                violation(new ProtocolViolationException("invalid frontend message type " + tag));
                yield true;
            }
        };
    }

    private ErrorFields refused(PlanningException e, String text, int offset) {
        context.metrics().refused(e.refusal().code().name());
        return ErrorResponses.of(e.refusal(), text, offset);
    }

    private void violation(ProtocolViolationException e) {
        LOG.info("session {}: {}", processId, e.getMessage());
        BackendWriter.error(
                client.own(), ErrorFields.fatal(SqlState.PROTOCOL_VIOLATION, String.valueOf(e.getMessage())));
        client.flush();
        end("protocol violation");
    }

    /** ParameterStatus for what changed, as the server would send it; what a transaction changes is taken back with it. */
    void report(Map<String, String> now) {
        ShardTransaction current = transaction;
        if (current != null && !current.implicit() && reportedBefore == null) {
            reportedBefore = new LinkedHashMap<>(reported);
        }
        now.forEach((name, value) -> {
            if (!value.equals(reported.get(name)) && reported.containsKey(name)) {
                reported.put(name, value);
                BackendWriter.parameterStatus(client.own(), name, value);
            }
        });
    }

    /** Whether the transaction at hand changed something that clients are told of. */
    boolean reportsToCheck() {
        return reportedBefore != null;
    }

    /** @param servers what an enlisted server reports after the end; empty where none was enlisted */
    void reportAfterTransaction(boolean committed, Map<String, String> servers) {
        Map<String, String> before = reportedBefore;
        reportedBefore = null;
        if (before != null) {
            if (!servers.isEmpty()) {
                report(servers);
            } else if (!committed) {
                report(before);
            }
        }
    }

    // ---- planning

    /** The same object as long as nothing changed, so that plans can be compared by it. */
    @SuppressWarnings("ReferenceEquality") // snapshots are compared by identity on purpose: it costs nothing
    PlanContext planContext() {
        Topology topologyNow = context.topology().snapshot();
        SchemaCatalog catalogNow = context.catalog().get();
        PlanContext last = planContext;
        if (last == null
                || last.topology() != topologyNow
                || last.catalog() != catalogNow
                || planContextSettings != settings) {
            last = new PlanContext(topologyNow, catalogNow, searchPath());
            planContext = last;
            planContextSettings = settings;
        }
        return last;
    }

    /** Whether the statement's plan is for the topology, catalogue and settings of now. */
    @SuppressWarnings("ReferenceEquality") // see planContext
    boolean plannedNow(PreparedStatement statement) {
        return statement.plannedFor == planContext();
    }

    private List<String> searchPath() {
        SessionSettings.Value value = settings.values().get("search_path");
        return value == null ? SearchPath.standard(user) : SearchPath.parse(value, user);
    }

    Planned plan(String text, PlanContext planContext) {
        currentText = text;
        return context.planner().plan(text, planContext);
    }

    // ---- connections

    /**
     * The connection to a shard that this statement runs on: the transaction's, the batch's, or a leased one with the session's settings
     * and, in a transaction, opened there. Null where it has to be waited for: the caller puts its message back.
     *
     * @throws StatementException where there is none to be had
     */
    @Nullable
    ServerConnection acquire(PhysicalShardId id) {
        ErrorFields failure = acquireFailure;
        if (failure != null) {
            acquireFailure = null;
            throw new StatementException(failure);
        }
        ServerConnection known = connectionAtHand(id);
        if (known != null) {
            return known.settings().equals(settings) || transaction != null ? known : broughtToSettings(known);
        }
        PhysicalShard shard = shard(id);
        ServerConnection idle = pool.tryLease(shard, settings);
        if (idle != null && idle.settings().equals(settings)) {
            keep(idle);
            return idle;
        }
        await();
        if (idle != null) {
            bringToSettings(idle);
        } else {
            waiting = pool.lease(shard, settings, new ServerPool.Lessee() {
                @Override
                public void leased(ServerConnection connection) {
                    waiting = null;
                    bringToSettings(connection);
                }

                @Override
                public void refused(ErrorFields reason) {
                    waiting = null;
                    acquireFailure = reason;
                    resumeLater();
                }
            });
        }
        return null;
    }

    /** The session's own connection, after a SET that another connection judged. */
    private @Nullable ServerConnection broughtToSettings(ServerConnection own) {
        SessionSettings wanted = settings;
        await();
        own.run(String.join("; ", own.settings().changesTo(wanted)), outcome -> {
            acquireFailure = outcome.error();
            if (outcome.ok()) {
                own.settingsAre(wanted);
            }
            resume();
        });
        return null;
    }

    /** The statement leaves state on this connection: the session keeps it to its end. */
    void reserve(ServerConnection connection) {
        if (reserved == null) {
            reserved = connection;
            held.remove(connection);
        }
    }

    /** Gives a connection back unless the session keeps it. */
    void release(ServerConnection connection) {
        if (connection != reserved) {
            connection.release();
        }
    }

    private @Nullable ServerConnection connectionAtHand(PhysicalShardId id) {
        ServerConnection own = reserved;
        ShardTransaction current = transaction;
        if (own != null && own.shard().id().equals(id)) {
            if (current != null && current.connection(id) == null) {
                current.enlist(own);
            }
            return own;
        }
        if (current != null) {
            ServerConnection enlisted = current.connection(id);
            if (enlisted == null && current.snapshot() && !current.connections().isEmpty()) {
                throw new StatementException(ErrorResponses.snapshotOverShards(id.value()));
            }
            if (enlisted != null && !enlisted.isOpen()) {
                current.drop(enlisted);
                throw new StatementException(
                        SqlState.CONNECTION_FAILURE,
                        "the connection to shard \"" + id.value() + "\" was lost, and the transaction with it");
            }
            return enlisted;
        }
        for (int i = 0; i < held.size(); i++) {
            ServerConnection one = held.get(i);
            if (one.shard().id().equals(id) && one.isOpen()) {
                return one;
            }
        }
        return null;
    }

    private PhysicalShard shard(PhysicalShardId id) {
        PhysicalShard shard = context.topology().snapshot().physicalShards().get(id);
        if (shard == null) {
            throw new StatementException(
                    SqlState.CONNECTION_FAILURE, "shard \"" + id.value() + "\" is not in the topology any more");
        }
        return shard;
    }

    private void bringToSettings(ServerConnection connection) {
        if (closed) {
            connection.release();
            return;
        }
        SessionSettings wanted = settings;
        List<String> changes = connection.settings().changesTo(wanted);
        if (changes.isEmpty()) {
            connection.settingsAre(wanted);
            keep(connection);
            resumeLater();
            return;
        }
        connection.run(String.join("; ", changes), outcome -> {
            ErrorFields error = outcome.error();
            if (error != null) {
                acquireFailure = error;
                connection.release();
            } else {
                connection.settingsAre(wanted);
                if (closed) {
                    connection.release();
                    return;
                }
                keep(connection);
            }
            resume();
        });
    }

    /** Not from within the message that waits. */
    private void resumeLater() {
        if (pumping) {
            channel.eventLoop().execute(this::resume);
        } else {
            resume();
        }
    }

    private void keep(ServerConnection connection) {
        ShardTransaction current = transaction;
        if (current != null) {
            current.enlist(connection);
        } else {
            held.add(connection);
        }
    }

    /** All of them, in the order of the topology's shards so that two scatters can't wait for each other; null where one has to be waited for. */
    @Nullable
    List<ServerConnection> acquireAll(List<PhysicalShardId> ids) {
        List<ServerConnection> connections = new ArrayList<>(ids.size());
        for (PhysicalShardId id : ids) {
            ServerConnection connection = acquire(id);
            if (connection == null) {
                return null;
            }
            connections.add(connection);
        }
        return connections;
    }

    /** Takes no more from the client until the server has taken what was sent. */
    void awaitWritable(ServerConnection connection) {
        connection.flushSent();
        if (!connection.isWritable()) {
            await();
            writableAwaited = true;
        }
    }

    @Override
    public void writable(ServerConnection from) {
        if (writableAwaited && from.isWritable()) {
            writableAwaited = false;
            resume();
        }
    }

    /** For what the session does itself, while the message at hand waits for all of it. */
    void whenAcquired(PhysicalShardId id, Consumer<ServerConnection> ready, Consumer<ErrorFields> refused) {
        try {
            ServerConnection known = connectionAtHand(id);
            if (known != null) {
                ready.accept(known);
                return;
            }
            SessionStart.leaseAt(shard(id), pool, settings, new SessionStart.Leased() {
                @Override
                public void ready(ServerConnection connection) {
                    if (closed) {
                        connection.release();
                        return;
                    }
                    keep(connection);
                    ready.accept(connection);
                }

                @Override
                public void failed(ErrorFields error) {
                    refused.accept(error);
                }
            });
        } catch (StatementException e) {
            refused.accept(e.fields());
        }
    }

    /** Whether the statement at hand came by Execute rather than Query. */
    boolean extendedExecution() {
        return !simple.underWay();
    }

    /** Makes the relay listen to this connection; false where another one's answers have to come first. */
    boolean relayFrom(ServerConnection connection) {
        if (relay.connection() == connection && !relay.idle()) {
            return true;
        }
        if (!drained()) {
            return false;
        }
        relay.attach(connection);
        return true;
    }

    /** Whether no answers are outstanding; otherwise asks for them, and the caller puts its message back. */
    boolean drained() {
        ServerConnection current = relay.connection();
        if (current == null || relay.idle()) {
            return true;
        }
        FrontendWriter.flush(current.out());
        current.flush();
        drainAwaited = true;
        await();
        return false;
    }

    /** The statement writes this shard: refused where the transaction or the pipeline has written another. */
    void writes(PhysicalShardId shard) {
        ShardTransaction current = transaction;
        PhysicalShardId before = current != null && current.writer() != null ? current.writer() : batchWriter;
        if (before != null && !before.equals(shard)) {
            throw new StatementException(ErrorResponses.secondWriter(before.value(), shard.value()));
        }
        if (current != null) {
            current.wrote(shard);
        } else {
            batchWriter = shard;
        }
    }

    /** @throws StatementException in a failed transaction */
    void requireUsableTransaction() {
        ShardTransaction current = transaction;
        if (current != null && current.failed()) {
            throw new StatementException(ErrorResponses.inFailedTransaction());
        }
    }

    ServerStatement serverStatement(String sql, int[] types) {
        String folded = settings.folded();
        return TimeLiterals.in(sql)
                ? context.statements().alone(sql, types)
                : context.statements()
                        .shared(sql, types, folded, context.catalog().get().version());
    }

    /** Gives back what the batch held; whatever isn't sound is closed. */
    void releaseHeld() {
        relay.detach();
        for (int i = 0; i < held.size(); i++) {
            held.get(i).release();
        }
        held.clear();
        batchWriter = null;
    }

    TransactionStatus status() {
        ShardTransaction current = transaction;
        if (current == null || current.implicit()) {
            return TransactionStatus.IDLE;
        }
        return current.failed() ? TransactionStatus.FAILED : TransactionStatus.IN_TRANSACTION;
    }

    /** The batch or message is over: ReadyForQuery by ourselves. */
    void readyForQuery() {
        BackendWriter.readyForQuery(client.own(), status());
        batchOver();
    }

    private void batchOver() {
        if (transaction == null) {
            releaseHeld();
            extended.transactionOver();
        }
        extended.batchOver();
        noteState();
    }

    private void noteState() {
        State now = switch (status()) {
            case IDLE -> State.IDLE;
            case IN_TRANSACTION -> State.IN_TRANSACTION;
            case FAILED -> State.FAILED;
        };
        if (state != now) {
            ShardTransaction current = transaction;
            enlisted = current == null
                    ? List.of()
                    : current.connections().stream().map(c -> c.shard().id()).toList();
            stateNanos = System.nanoTime();
            state = now;
        }
    }

    /** One statement for one database begins. */
    void noteStarted(Verdict verdict) {
        startedVerdict = verdict;
        startedNanos = System.nanoTime();
        stateNanos = startedNanos;
        state = State.ACTIVE;
    }

    void noteActive() {
        stateNanos = System.nanoTime();
        state = State.ACTIVE;
    }

    ExtendedFlow extended() {
        return extended;
    }

    // ---- what the relay says

    @Override
    public byte statusAfter(ServerConnection from) {
        ShardTransaction current = transaction;
        if (current == null) {
            return from == reserved ? from.status().code() : TransactionStatus.IDLE.code();
        }
        if (from.status() == TransactionStatus.FAILED) {
            current.fail();
        }
        return status().code();
    }

    @Override
    public void ready(ServerConnection from, boolean last) {
        copyIn = null;
        if (from.status() == TransactionStatus.FAILED && transaction != null) {
            transaction.fail();
        }
        Verdict verdict = startedVerdict;
        if (verdict != null) {
            startedVerdict = null;
            context.metrics().statement(verdict, 1, System.nanoTime() - startedNanos);
        }
        if (last) {
            simple.over();
            batchOver();
        } else {
            simple.statementOver(from);
        }
        resume();
    }

    @Override
    public void answersOver() {
        if (drainAwaited) {
            drainAwaited = false;
            channel.eventLoop().execute(this::resume);
        }
    }

    @Override
    public void failed(String sqlState) {
        context.metrics().error(sqlState);
        if (CATALOG_DOUBTS.contains(sqlState)) {
            // a table may have changed behind our back; whoever plans next should know
            context.catalogDoubted().run();
        }
        if (simple.underWay()) {
            simple.serverFailed();
        } else {
            extended.serverFailed();
        }
        ShardTransaction current = transaction;
        if (current != null) {
            current.fail();
        }
    }

    @Override
    public void parseSkipped(PreparedStatement statement) {
        extended.parseSkipped(statement);
    }

    @Override
    public void copyInStarted(ServerConnection from) {
        if (extendedExecution()) {
            extended.copyStarted(from);
        }
        copyIn = new CopyIn.Passed(this, from);
        resume();
    }

    @Override
    public void lost(ServerConnection from, ErrorFields reason) {
        held.remove(from);
        relay.detach();
        copyIn = null;
        if (from == reserved) {
            reserved = null;
        }
        ShardTransaction current = transaction;
        if (current != null) {
            current.drop(from);
            current.fail();
        }
        if (closed) {
            return;
        }
        if (!busy) {
            // nothing was outstanding: the client learns it from its next statement, which finds the transaction failed
            return;
        }
        if (simple.underWay()) {
            simple.failed(reason);
        } else {
            extended.connectionLost(reason);
        }
        resume();
    }

    // ---- the client's channel

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = channel.isWritable();
        ServerConnection current = relay.connection();
        if (current != null && current.isOpen()) {
            current.setReading(writable);
        }
        Scatter running = scatter;
        if (running != null) {
            running.sinkWritable(writable);
        }
        CopyOut copying = copyOut;
        if (copying != null) {
            copying.sinkWritable(writable);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end("client disconnected");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof java.io.IOException) {
            LOG.debug("session {}: {}", processId, cause.toString());
        } else {
            LOG.error("session {} ends", processId, cause);
        }
        end(String.valueOf(cause.getMessage()));
    }

    /** Tells the client why and ends. From any thread. */
    public void terminate(ErrorFields reason) {
        channel.eventLoop().execute(() -> {
            if (!closed) {
                BackendWriter.error(client.own(), reason);
                client.flush();
                end(reason.message());
            }
        });
    }

    /** Ends the session once; open transactions are rolled back by closing their connections. */
    void end(String why) {
        if (closed) {
            return;
        }
        closed = true;
        LOG.debug("session {} ends: {}", processId, why);
        context.sessions().remove(this);
        ServerPool.Waiting queued = waiting;
        if (queued != null) {
            queued.giveUp();
        }
        Scatter running = scatter;
        if (running != null) {
            running.abandon();
        }
        ShardTransaction current = transaction;
        if (current != null) {
            transaction = null;
            List.copyOf(current.connections()).forEach(ClientSession::giveUp);
        }
        List.copyOf(held).forEach(ClientSession::giveUp);
        held.clear();
        ServerConnection own = reserved;
        if (own != null) {
            own.close("session over");
        }
        extended.release();
        frames.close();
        client.flush();
        client.release();
        channel.close();
    }

    /** A connection of a client that left: sound and idle ones go back, one in the middle of something is cancelled and closed. */
    private static void giveUp(ServerConnection connection) {
        if (connection.busy()) {
            connection.cancel();
            connection.close("its client left");
        } else if (connection.status() != TransactionStatus.IDLE && connection.isOpen()) {
            connection.run("ROLLBACK", outcome -> connection.release());
        } else {
            connection.release();
        }
    }

    Topology topology() {
        return context.topology().snapshot();
    }

    boolean closed() {
        return closed;
    }

    /** A plan that must be a route. */
    static @Nullable StatementPlan routed(Planned planned) {
        return planned instanceof Planned.Routed routed ? routed.plan() : null;
    }
}
