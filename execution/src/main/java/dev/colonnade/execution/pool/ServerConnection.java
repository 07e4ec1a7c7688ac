package dev.colonnade.execution.pool;

import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.wire.ProtocolViolationException;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.TransactionStatus;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.Tags;
import dev.colonnade.wire.codec.FrameReader;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.frontend.FrontendWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One link to PostgreSQL. Whoever leases it writes messages to {@link #out()}, calls {@link #flush()}, and is told what comes back. Belongs
 * to one event loop; not thread-safe.
 *
 * <p>The connection counts the ReadyForQuery messages that are still to come: it goes back to a shelf only when there are none, the server
 * is idle, and nobody may still cancel what ran on it. In doubt it is closed.
 */
public final class ServerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    /** The first pause before a cancel request is repeated; each is twice as long as the one before. */
    private static final long CANCEL_AGAIN_MILLIS = 20;

    /** Nobody holds the connection: whatever comes unasked is noted or dropped. */
    private static final ServerReplies NOBODY = new ServerReplies() {
        @Override
        public void message(ServerConnection from, byte tag, ByteBuf buffer, int start, int end) {
            LOG.debug("{}: message {} to nobody", from, (char) tag);
        }

        @Override
        public void readComplete(ServerConnection from) {}

        @Override
        public void preludeFailed(ServerConnection from, ErrorFields error) {}

        @Override
        public void closed(ServerConnection from, ErrorFields reason) {}
    };

    private final PhysicalShard shard;
    private final ServerAccess access;
    private final Map<Integer, ServerStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Channel channel;
    private final FrameReader frames;
    private final ServerPool pool;
    private @Nullable ServerLogin login;
    private ServerConnectionState state = ServerConnectionState.CONNECTING;
    private ServerReplies replies = NOBODY;
    private @Nullable ByteBuf out;
    private SessionSettings settings = SessionSettings.NONE;
    private TransactionStatus status = TransactionStatus.IDLE;
    private int pendingSyncs;
    private int preludes;
    private @Nullable ErrorFields preludeError;
    private @Nullable ErrorFields lastFatal;
    private int cancelsUnderWay;
    private @Nullable ScheduledFuture<?> nextCancel;
    private final List<Runnable> whenCancelsAreOver = new ArrayList<>(0);

    /** A cancel request that was sent may still arrive at any time: nobody else may have this connection. */
    private boolean cancelInDoubt;

    /** What the lessee sent ahead hasn't been answered: {@link #status} says nothing yet. */
    private boolean opening;

    /** A message is being handled: its buffer is still looked at. */
    private boolean reading;

    private @Nullable ErrorFields endReason;
    private long idleSinceNanos;
    private int processId;
    private byte[] secret = {};

    ServerConnection(PhysicalShard shard, ServerAccess access, Channel channel, ServerPool pool, ServerLogin login) {
        this.shard = shard;
        this.access = access;
        this.channel = channel;
        this.pool = pool;
        this.login = login;
        this.frames = new FrameReader(channel.alloc(), access.messageBytesMax());
    }

    public PhysicalShard shard() {
        return shard;
    }

    public ServerConnectionState state() {
        return state;
    }

    /** As of the last ReadyForQuery. */
    public TransactionStatus status() {
        return status;
    }

    /** What the server reported with ParameterStatus, by its own names; a live view. */
    public Map<String, String> parameters() {
        return parameters;
    }

    public int processId() {
        return processId;
    }

    /** Between this database's OIDs and those that clients see. */
    public OidTranslation oids() {
        return pool.oids(shard.id());
    }

    public boolean isOpen() {
        return state != ServerConnectionState.CLOSED;
    }

    /** Whether answers are still to come. */
    public boolean busy() {
        return pendingSyncs > 0 || preludes > 0;
    }

    // ---- what the lessee does

    /** Who listens from now on. On a closed connection it is told so, later, once something is sent. */
    public void attach(ServerReplies listener) {
        replies = listener;
    }

    /** Messages to send; {@link #flush()} sends them. */
    public ByteBuf out() {
        ByteBuf current = out;
        if (current == null) {
            current = channel.alloc().ioBuffer(512);
            out = current;
        }
        return current;
    }

    /** To be told for each Sync or Query written to {@link #out()}: one more ReadyForQuery comes. */
    public void syncWritten() {
        pendingSyncs++;
    }

    /** A Sync written came in the middle of COPY FROM STDIN, where the server ignores it. */
    public void syncIgnored() {
        pendingSyncs--;
    }

    /** Sends a simple query ahead of what follows; its answers are swallowed unless it fails. */
    public void prelude(String sql) {
        FrontendWriter.query(out(), sql);
        preludes++;
        opening = true;
    }

    public void flush() {
        ByteBuf current = out;
        if (current != null) {
            out = null;
            if (state == ServerConnectionState.CLOSED) {
                unsent(current);
            } else {
                channel.writeAndFlush(current, channel.voidPromise());
            }
        }
    }

    /** The connection ended before these bytes were sent: whoever waits for their answers is told, but not from within its own call. */
    private void unsent(ByteBuf message) {
        message.release();
        channel.eventLoop().execute(() -> {
            ServerReplies listener = replies;
            ErrorFields reason = endReason;
            if (listener != NOBODY && reason != null) {
                replies = NOBODY;
                listener.closed(this, reason);
            }
        });
    }

    /** Sends a buffer behind what is in {@link #out()}, without copying it; takes ownership. */
    public void send(ByteBuf message) {
        if (state == ServerConnectionState.CLOSED) {
            unsent(message);
            return;
        }
        ByteBuf current = out;
        if (current != null) {
            out = null;
            channel.write(current, channel.voidPromise());
        }
        channel.write(message, channel.voidPromise());
    }

    /** Sends what {@link #send} wrote. */
    public void flushSent() {
        flush();
        channel.flush();
    }

    /** Whether the server takes more bytes without them piling up here. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Stops or resumes reading from the server's socket: back-pressure. */
    public void setReading(boolean reading) {
        if (channel.config().isAutoRead() != reading) {
            channel.config().setAutoRead(reading);
        }
    }

    public boolean knows(ServerStatement statement) {
        return prepared.get(statement.id()) != null;
    }

    /** Writes a Parse of the statement. The least used ones beyond the limit are closed when the connection is given back. */
    public void prepare(ServerStatement statement) {
        FrontendWriter.parse(out(), statement.name(), statement.sql(), ownTypes(statement.parameterTypes()));
        prepared.put(statement.id(), statement);
    }

    private int[] ownTypes(int[] types) {
        int[] own = types;
        for (int i = 0; i < types.length; i++) {
            if (Integer.compareUnsigned(types[i], OidTranslation.FIRST_NORMAL_OID) >= 0) {
                own = own == types ? types.clone() : own;
                own[i] = oids().typeToServer(types[i]);
            }
        }
        return own;
    }

    /** Closes the least used statements beyond the limit; nothing may be under way. */
    private void evictStatements() {
        Iterator<ServerStatement> oldest = prepared.values().iterator();
        while (prepared.size() > access.statementsMax() && oldest.hasNext()) {
            FrontendWriter.closeStatement(out(), oldest.next().name());
            oldest.remove();
        }
        FrontendWriter.sync(out());
        preludes++;
        flush();
    }

    /** The Parse failed or was skipped. */
    public void forget(ServerStatement statement) {
        prepared.remove(statement.id());
    }

    /** Everything prepared is gone (DISCARD ALL, DEALLOCATE ALL). */
    public void forgetAllStatements() {
        prepared.clear();
    }

    /** The session settings that the server has now. */
    public SessionSettings settings() {
        return settings;
    }

    /** To be told when a SET, RESET or ROLLBACK changed them. */
    public void settingsAre(SessionSettings now) {
        settings = now;
    }

    /**
     * Brings the server's session to these settings, by difference; at once where nothing differs. The connection must not be busy.
     *
     * @param done told null, or why the server doesn't take them
     */
    public void bringTo(SessionSettings wanted, Consumer<@Nullable ErrorFields> done) {
        List<String> changes = settings.changesTo(wanted);
        if (changes.isEmpty()) {
            settings = wanted;
            done.accept(null);
            return;
        }
        run(String.join("; ", changes), outcome -> {
            if (outcome.ok()) {
                settings = wanted;
            }
            done.accept(outcome.error());
        });
    }

    /** Asks the server to cancel what runs on this connection, over a connection of its own. Best effort, as in PostgreSQL. */
    public void cancel() {
        if (state == ServerConnectionState.LEASED && busy()) {
            cancelsUnderWay++;
            CancelSender.send(this, channel.eventLoop(), access, settled -> {
                cancelsUnderWay--;
                cancelInDoubt |= !settled;
                cancelsMayBeOver();
                if (state == ServerConnectionState.CANCELLING && cancelsUnderWay == 0) {
                    settleAfterCancel();
                }
            });
        }
    }

    /**
     * As {@link #cancel}, and again until the answers are there: a server ignores a request that overtakes the statement it is meant for.
     */
    public void cancelUntilAnswered() {
        cancelAgain(CANCEL_AGAIN_MILLIS);
    }

    private void cancelAgain(long pauseMillis) {
        stopCancelling();
        if (state == ServerConnectionState.LEASED && busy()) {
            cancel();
            nextCancel = channel.eventLoop()
                    .schedule(() -> cancelAgain(2 * pauseMillis), pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void stopCancelling() {
        ScheduledFuture<?> next = nextCancel;
        if (next != null) {
            nextCancel = null;
            next.cancel(false);
        }
    }

    /** Runs it once no cancel request is under way any more that could hit what is sent next; now, if there is none. */
    public void afterCancels(Runnable then) {
        whenCancelsAreOver.add(then);
        cancelsMayBeOver();
    }

    private void cancelsMayBeOver() {
        if (cancelsUnderWay == 0 || state == ServerConnectionState.CLOSED) {
            List<Runnable> due = List.copyOf(whenCancelsAreOver);
            whenCancelsAreOver.clear();
            due.forEach(Runnable::run);
        }
    }

    /**
     * A cancel that was delivered may still be on its way to the backend: an empty statement takes the blow in place of the next client's.
     */
    private void settleAfterCancel() {
        if (cancelInDoubt) {
            close("a cancel request may still be under way");
            return;
        }
        attach(new ControlQuery("SELECT 1", outcome -> pool.returned(this)));
        FrontendWriter.query(out(), "SELECT 1");
        syncWritten();
        flush();
    }

    byte[] secret() {
        return secret;
    }

    /** Runs a statement that belongs to us, not to a client; {@code done} gets its outcome. The connection must not be busy. */
    public void run(String sql, ControlQuery.Done done) {
        ControlQuery query = new ControlQuery(sql, done);
        if (state == ServerConnectionState.CLOSED) {
            query.closed(this, lostError());
            return;
        }
        attach(query);
        FrontendWriter.query(out(), sql);
        syncWritten();
        flush();
    }

    private ErrorFields lostError() {
        return ErrorFields.error(
                SqlState.CONNECTION_FAILURE,
                "the connection to shard \"" + shard.id().value() + "\" was lost");
    }

    /** Has the server parse a text, without executing it; {@code done} gets the outcome. The connection must not be busy. */
    public void check(String sql, ControlQuery.Done done) {
        ControlQuery query = new ControlQuery(sql, done);
        if (state == ServerConnectionState.CLOSED) {
            query.closed(this, lostError());
            return;
        }
        attach(query);
        FrontendWriter.parse(out(), "", sql, new int[0]);
        FrontendWriter.sync(out());
        syncWritten();
        flush();
    }

    /**
     * Makes a transaction block of what was executed since the last Sync, which stays open behind the next one; {@code done} gets its outcome.
     * Whatever was asked before must have been answered.
     */
    public void beginInBatch(ControlQuery.Done done) {
        ControlQuery query = new ControlQuery("BEGIN", done, Tags.COMMAND_COMPLETE);
        if (state == ServerConnectionState.CLOSED) {
            query.closed(this, lostError());
            return;
        }
        attach(query);
        // a portal of its own: the client's unnamed one may be bound here
        FrontendWriter.parse(out(), "", "BEGIN", new int[0]);
        FrontendWriter.bind(out(), "colonnade_begin", "", new short[0], new byte[0][], new short[0]);
        FrontendWriter.execute(out(), "colonnade_begin");
        FrontendWriter.flush(out());
        flush();
    }

    /** Sends Sync, which ends the implicit transaction of what was executed before; {@code done} gets its outcome. */
    public void sync(ControlQuery.Done done) {
        ControlQuery query = new ControlQuery("Sync", done);
        if (state == ServerConnectionState.CLOSED) {
            query.closed(this, lostError());
            return;
        }
        attach(query);
        FrontendWriter.sync(out());
        syncWritten();
        flush();
    }

    /** Gives the connection back: to the pool where it is sound, else it is closed. */
    public void release() {
        if (state != ServerConnectionState.LEASED) {
            return;
        }
        replies = NOBODY;
        stopCancelling();
        if (pendingSyncs > 0 || opening || status != TransactionStatus.IDLE || out != null) {
            close("given back in use: " + pendingSyncs + " answers to come, status " + status);
            return;
        }
        setReading(true);
        if (cancelInDoubt) {
            close("a cancel request may still be under way");
            return;
        }
        if (cancelsUnderWay > 0) {
            state = ServerConnectionState.CANCELLING;
            return;
        }
        if (prepared.size() > access.statementsMax()) {
            evictStatements();
        }
        pool.returned(this);
    }

    /** Ends the link; whoever listens is told. */
    public void close(String why) {
        if (state != ServerConnectionState.CLOSED) {
            LOG.debug("{}: closed: {}", this, why);
            end(ErrorFields.error(
                    SqlState.CONNECTION_FAILURE,
                    "connection to shard \"" + shard.id().value() + "\" was closed: " + why));
            channel.close();
        }
    }

    // ---- what the pool does

    void leased() {
        state = ServerConnectionState.LEASED;
    }

    void idle(long nowNanos) {
        state = ServerConnectionState.IDLE;
        idleSinceNanos = nowNanos;
        replies = NOBODY;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    /** An orderly goodbye. */
    void terminate() {
        if (state != ServerConnectionState.CLOSED) {
            FrontendWriter.terminate(out());
            flush();
            end(ErrorFields.error(SqlState.CONNECTION_FAILURE, "connection ended"));
            channel.close();
        }
    }

    // ---- what the server says

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        frames.append((ByteBuf) message);
        reading = true;
        try {
            while (state != ServerConnectionState.CLOSED && frames.next()) {
                dispatch(frames.tag());
            }
            replies.bufferOver(this);
            frames.trim();
        } catch (ProtocolViolationException e) {
            LOG.warn("{}: the server broke the protocol: {}", this, e.getMessage());
            close("protocol violation: " + e.getMessage());
        } finally {
            reading = false;
            if (state == ServerConnectionState.CLOSED) {
                frames.close();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        replies.readComplete(this);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        replies.writabilityChanged(this);
    }

    private void dispatch(byte tag) {
        ServerLogin current = login;
        if (current != null) {
            current.message(this, tag, MessageCursor.over(frames));
            return;
        }
        switch (tag) {
            case Tags.PARAMETER_STATUS -> {
                noteParameter(MessageCursor.over(frames));
                if (preludes > 0) {
                    return;
                }
            }
            case Tags.READY_FOR_QUERY -> {
                MessageCursor body = MessageCursor.over(frames);
                status = TransactionStatus.of(body.int8());
                body.finish("ReadyForQuery");
                if (preludes > 0) {
                    preludeOver();
                    return;
                }
                if (pendingSyncs == 0) {
                    throw new ProtocolViolationException("ReadyForQuery that nobody asked for");
                }
                pendingSyncs--;
                // whoever stopped the reading of this statement's answers: they are over
                setReading(true);
                if (pendingSyncs == 0) {
                    stopCancelling();
                }
            }
            case Tags.ERROR_RESPONSE -> {
                if (noteError(ErrorFields.decodeBody(MessageCursor.over(frames)))) {
                    return;
                }
            }
            default -> {
                if (preludes > 0) {
                    return;
                }
            }
        }
        replies.message(this, tag, frames.buffer(), frames.frameStart(), frames.frameEnd());
    }

    /** True where the error belongs to a prelude or is the reason of the end that follows. */
    private boolean noteError(ErrorFields error) {
        if (error.severity().equals("FATAL") || error.severity().equals("PANIC")) {
            lastFatal = error;
            if (state == ServerConnectionState.IDLE) {
                close("the server ended it: " + error.message());
            }
            return true;
        }
        if (preludes > 0) {
            preludeError = error;
            return true;
        }
        return false;
    }

    private void preludeOver() {
        preludes--;
        opening &= preludes > 0;
        ErrorFields error = preludeError;
        if (error != null) {
            preludeError = null;
            replies.preludeFailed(this, error);
        }
    }

    void noteParameter(MessageCursor body) {
        parameters.put(body.string(), body.string());
    }

    void noteKey(int process, byte[] cancelSecret) {
        processId = process;
        secret = cancelSecret;
    }

    void loggedIn() {
        login = null;
        pool.connected(this);
    }

    void loginFailed(ErrorFields error) {
        end(error);
        channel.close();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ServerLogin current = login;
        if (current != null) {
            current.start(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ErrorFields fatal = lastFatal;
        end(
                fatal != null
                        ? fatal
                        : ErrorFields.error(
                                SqlState.CONNECTION_FAILURE,
                                "shard \"" + shard.id().value() + "\" closed the connection unexpectedly"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("{}: {}", this, cause.toString(), cause instanceof java.io.IOException ? null : cause);
        ErrorFields fatal = lastFatal;
        if (fatal != null) {
            end(fatal);
            channel.close();
        } else {
            close(String.valueOf(cause.getMessage()));
        }
    }

    private void end(ErrorFields reason) {
        if (state == ServerConnectionState.CLOSED) {
            return;
        }
        ServerConnectionState before = state;
        state = ServerConnectionState.CLOSED;
        endReason = reason;
        stopCancelling();
        ByteBuf unsent = out;
        if (unsent != null) {
            out = null;
            unsent.release();
        }
        ServerReplies listener = replies;
        replies = NOBODY;
        pool.ended(this, before, reason);
        // The listener may still hold on to messages of the buffer at hand, so that goes last.
        try {
            listener.closed(this, reason);
            cancelsMayBeOver();
        } finally {
            if (!reading) {
                frames.close();
            }
        }
    }

    @Override
    public String toString() {
        return shard.id().value() + "#" + processId;
    }
}
