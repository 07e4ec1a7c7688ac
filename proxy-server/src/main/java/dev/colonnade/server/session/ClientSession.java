package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerPool;
import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.planner.Planned;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.StatementPlan;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 * another server), it is put back, and it is looked at again from the start when {@link #resume} is called: so there is one place that waits,
 * and no half-done message. {@link Awaiting} says for what, and only that ends the waiting.
 *
 * <p>Belongs to one event loop; {@link #cancel} and the views may be called from anywhere.
 */
public final class ClientSession extends ChannelInboundHandlerAdapter implements ServerRelay.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

    /** A client that sends more than this while it waits for an answer isn't read for now. */
    private static final int UNREAD_BYTES_MAX = 256 * 1024;

    /** Answers that a pipeline may have outstanding at a server; for more, the client isn't read before those are there. */
    private static final int OUTSTANDING_MAX = 4096;

    /** undefined_table, undefined_column, undefined_object, feature_not_supported ("cached plan must not change result type"). */
    private static final Set<String> CATALOG_DOUBTS = Set.of("42P01", "42703", "42704", "0A000");

    final SessionContext context;
    final Channel channel;
    final ClientWriter client;
    final ServerRelay relay;
    final FrameReader frames;
    final SessionPlanning planning;
    final SessionConnections connections;
    final SessionActivity activity;
    final SyntaxCheck syntax;
    final ReportedParameters reported;

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

    final SettingsFrames settingsFrames = new SettingsFrames();

    @Nullable
    CopyIn copyIn;

    @Nullable
    CopyOut copyOut;

    @Nullable
    Scatter scatter;

    private Awaiting awaiting = Awaiting.NOTHING;

    /** The transaction is being committed or rolled back: its connections are given back by who does that. */
    boolean ending;

    private boolean pumping;
    private boolean closed;

    ClientSession(
            SessionContext context,
            Channel channel,
            ServerPool pool,
            FrameReader frames,
            String user,
            int processId,
            byte[] secret,
            SessionSettings startupSettings,
            Map<String, String> reportedAtStart) {
        this.context = context;
        this.channel = channel;
        this.frames = frames;
        this.user = user;
        this.processId = processId;
        this.secret = secret;
        this.startupSettings = startupSettings;
        this.settings = startupSettings;
        this.planning = new SessionPlanning(this);
        this.connections = new SessionConnections(this, pool);
        this.activity = new SessionActivity(this);
        this.syntax = new SyntaxCheck(this);
        this.reported = new ReportedParameters(this, reportedAtStart);
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
    public SessionView view() {
        return activity.view();
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
            connections.cancelWaiting();
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
        awaiting = Awaiting.NOTHING;
        pump();
    }

    /** As {@link #resume}, but never from within the message that waits; nothing where the session is over. */
    void resumeLater() {
        if (closed) {
            return;
        }
        if (pumping) {
            channel.eventLoop().execute(this::resume);
        } else {
            resume();
        }
    }

    /** Nothing is taken from the client until whoever works for the session now calls {@link #resume}. */
    void await() {
        awaiting = Awaiting.WORK;
    }

    /** Nothing is taken from the client until the relayed server is ready, or lost. */
    void awaitAnswers() {
        awaiting = Awaiting.ANSWERS;
    }

    private boolean busy() {
        return awaiting != Awaiting.NOTHING;
    }

    void pump() {
        if (pumping || closed) {
            return;
        }
        pumping = true;
        try {
            // a client that doesn't read its answers isn't read either
            while (!busy() && !closed && client.isWritable()) {
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
        if (!busy()) {
            ServerConnection current = relay.connection();
            if (current != null && copyIn == null) {
                current.flush();
            } else if (current != null) {
                // a row that a database refuses is refused when the client stops to look, too
                current.flushSent();
            }
            client.flush();
        }
        boolean read = (!busy() || frames.pendingBytes() < UNREAD_BYTES_MAX) && client.isWritable();
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    private void step() {
        try {
            simple.step();
        } catch (StatementException e) {
            awaiting = Awaiting.NOTHING;
            simple.failed(e.fields());
        } catch (PlanningException e) {
            awaiting = Awaiting.NOTHING;
            if (!syntax.settled(e)) {
                return;
            }
            ErrorFields error = syntax.error(e);
            simple.failed(error != null ? simple.shifted(error) : refused(e, planning.text(), simple.offset()));
        } catch (RuntimeException e) {
            LOG.error(
                    "session {}: statement of {} characters",
                    processId,
                    planning.text().length(),
                    e);
            awaiting = Awaiting.NOTHING;
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
            awaiting = Awaiting.NOTHING;
            taken = syntax.settled(e) && failed(refused(e));
        } catch (ProtocolViolationException e) {
            // the message's boundaries are sound, only its body isn't: as in PostgreSQL the session goes on
            taken = failed(ErrorFields.error(SqlState.PROTOCOL_VIOLATION, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error(
                    "session {}: statement of {} characters",
                    processId,
                    planning.text().length(),
                    e);
            taken = failed(ErrorResponses.internal(e));
        }
        if (!taken && !closed) {
            frames.unread();
        }
    }

    /** The message at hand fails; it counts as taken. */
    private boolean failed(ErrorFields error) {
        awaiting = Awaiting.NOTHING;
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
        extended.tellLost();
        if (extended.skipping() && tag != Tags.SYNC) {
            return true;
        }
        if (relay.outstanding() >= OUTSTANDING_MAX && !drained()) {
            return false;
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

    private ErrorFields refused(PlanningException e) {
        ErrorFields error = syntax.error(e);
        return error != null ? error : refused(e, planning.text(), 0);
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

    /** The client doesn't keep to the protocol of COPY: nobody can tell any more what its bytes are. */
    void copyBroken(byte tag) {
        BackendWriter.error(
                client.own(),
                ErrorFields.error(
                        SqlState.PROTOCOL_VIOLATION,
                        String.format(
                                Locale.ROOT, "unexpected message type 0x%02X during COPY from stdin", tag & 0xff)));
        violation(new ProtocolViolationException("terminating connection because protocol synchronization was lost"));
    }

    /** Takes no more from the client until the server has taken what was sent. */
    void awaitWritable(ServerConnection connection) {
        connection.flushSent();
        if (connection.isOpen() && !connection.isWritable()) {
            awaiting = Awaiting.WRITABLE;
        }
    }

    @Override
    public void writable(ServerConnection from) {
        if (awaiting == Awaiting.WRITABLE && from.isWritable()) {
            resume();
        }
    }

    /** Whether the statement at hand came by Execute rather than Query. */
    boolean extendedExecution() {
        return !simple.underWay();
    }

    /** Makes the relay listen to this connection; false where another one's answers have to come first, or it takes no more bytes for now. */
    boolean relayFrom(ServerConnection connection) {
        if (relay.connection() != connection || relay.idle()) {
            if (!drained()) {
                return false;
            }
            relay.attach(connection);
        }
        if (connection.isOpen() && !connection.isWritable()) {
            awaitWritable(connection);
        }
        return !busy();
    }

    /** Whether no answers are outstanding; otherwise asks for them, and the caller puts its message back. */
    boolean drained() {
        ServerConnection current = relay.connection();
        if (current == null || relay.idle()) {
            return true;
        }
        FrontendWriter.flush(current.out());
        current.flush();
        awaiting = Awaiting.DRAINED;
        return false;
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
            relay.detach();
            connections.releaseHeld();
            extended.transactionOver();
        }
        connections.forgetRefusal();
        extended.batchOver();
        activity.waits();
    }

    ExtendedFlow extended() {
        return extended;
    }

    // ---- what the relay says

    @Override
    public byte statusAfter(ServerConnection from) {
        ShardTransaction current = transaction;
        if (current == null) {
            return from == connections.reserved() ? from.status().code() : TransactionStatus.IDLE.code();
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
        activity.over();
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
        if (awaiting == Awaiting.DRAINED) {
            channel.eventLoop().execute(() -> {
                if (awaiting == Awaiting.DRAINED && relay.idle()) {
                    resume();
                }
            });
        }
    }

    @Override
    public void failed(String sqlState) {
        context.metrics().error(sqlState);
        copyOver();
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

    /** A COPY of the relayed server has ended without the client's doing: its ReadyForQuery is what comes next. */
    private void copyOver() {
        if (copyIn instanceof CopyIn.Passed) {
            copyIn = null;
            if (simple.underWay()) {
                awaitAnswers();
            }
        }
    }

    @Override
    public void lost(ServerConnection from, ErrorFields reason) {
        gone(from, reason);
        if (closed) {
            return;
        }
        copyOver();
        if (simple.underWay()) {
            simple.failed(reason);
        } else {
            extended.connectionLost(reason);
        }
        if (awaiting != Awaiting.WORK) {
            resume();
        }
    }

    @Override
    public void lostIdle(ServerConnection from, ErrorFields reason) {
        gone(from, reason);
        if (awaiting == Awaiting.WRITABLE) {
            resume();
        }
    }

    private void gone(ServerConnection from, ErrorFields reason) {
        if (connections.lost(from)) {
            // with it went what the session holds there, temporary tables and locks: its client must know at once
            over(reason.with('S', "FATAL").with('V', "FATAL"));
            return;
        }
        ShardTransaction current = transaction;
        boolean part = current != null && current.connection(from.shard().id()) == from;
        if (current != null && part) {
            current.lost(from);
            part = current.implicit();
        }
        if (!simple.underWay()) {
            extended.partLost(from, part, reason);
        } else if (part) {
            simple.partLost(reason);
        }
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
        if (writable) {
            pump();
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
        channel.eventLoop().execute(() -> over(reason));
    }

    private void over(ErrorFields reason) {
        if (!closed) {
            BackendWriter.error(client.own(), reason);
            client.flush();
            end(reason.message());
        }
    }

    /** Ends the session once; open transactions are rolled back by closing their connections. */
    void end(String why) {
        if (closed) {
            return;
        }
        closed = true;
        LOG.debug("session {} ends: {}", processId, why);
        context.sessions().remove(this);
        Scatter running = scatter;
        if (running != null) {
            running.abandon();
        }
        extended.end();
        ShardTransaction current = transaction;
        if (current != null && !ending) {
            transaction = null;
            List.copyOf(current.connections()).forEach(SessionConnections::giveUp);
        }
        connections.end();
        frames.close();
        client.flush();
        client.release();
        channel.close();
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
