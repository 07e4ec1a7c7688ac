package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerPool;
import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.server.auth.ScramExchange;
import dev.colonnade.server.auth.ScramReply;
import dev.colonnade.server.auth.ScramServer;
import dev.colonnade.wire.ProtocolViolationException;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.TransactionStatus;
import dev.colonnade.wire.backend.BackendWriter;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.codec.FrameReader;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.frontend.FrontendMessage;
import dev.colonnade.wire.frontend.Tags;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client from its first byte to its first ReadyForQuery ("Start-up" in the manual); then a {@link ClientSession} takes its place.
 *
 * <pre>
 *   [SSLRequest | GSSENCRequest -> N]*  StartupMessage  [SASL exchange]  -> AuthenticationOk ParameterStatus* BackendKeyData ReadyForQuery
 *   CancelRequest -> the connection is closed
 * </pre>
 */
public final class ClientStartup extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientStartup.class);
    private static final int SSL_REQUEST = 80877103;
    private static final int GSSENC_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;
    private static final int PROTOCOL_3 = 3;
    private static final int MINOR_VERSION = 0;

    /** PostgreSQL's own limit for a startup packet, in bytes. */
    private static final int STARTUP_BYTES_MAX = 10_000;

    /** Passwords and SASL messages are short; nobody may make us keep more before we know who it is. */
    private static final int AUTHENTICATION_BYTES_MAX = 65_536;

    private static final int ENCRYPTION_REQUESTS_MAX = 2;

    private final SessionContext context;
    private final ServerPool pool;
    private @Nullable ByteBuf received;
    private @Nullable FrameReader frames;
    private FrontendMessage.@Nullable Startup startup;
    private @Nullable ScramExchange exchange;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean initialSent;
    private boolean over;
    private boolean starting;
    private int encryptionRequests;

    public ClientStartup(SessionContext context, ServerPool pool) {
        this.context = context;
        this.pool = pool;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(
                        () -> {
                            if (!over) {
                                LOG.info(
                                        "{}: not authenticated in time",
                                        ctx.channel().remoteAddress());
                                ctx.close();
                            }
                        },
                        context.limits().startupTimeoutMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (over) {
            in.release();
            return;
        }
        FrameReader reader = frames;
        if (reader != null) {
            reader.append(in);
        } else {
            append(ctx, in);
        }
        try {
            while (!over && !starting && one(ctx)) {
                // one message after the other
            }
        } catch (ProtocolViolationException e) {
            refuse(ctx, ErrorFields.fatal(SqlState.PROTOCOL_VIOLATION, String.valueOf(e.getMessage())));
        }
    }

    private void append(ChannelHandlerContext ctx, ByteBuf in) {
        ByteBuf kept = received;
        if (kept == null) {
            received = in;
        } else {
            received = ctx.alloc()
                    .buffer(kept.readableBytes() + in.readableBytes())
                    .writeBytes(kept)
                    .writeBytes(in);
            kept.release();
            in.release();
        }
    }

    /** False where more bytes are needed. */
    private boolean one(ChannelHandlerContext ctx) {
        FrameReader reader = frames;
        if (reader != null) {
            if (!reader.next()) {
                return false;
            }
            authenticationMessage(ctx, reader);
            return true;
        }
        ByteBuf in = received;
        if (in == null || in.readableBytes() < 4) {
            return false;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 8 || length > STARTUP_BYTES_MAX) {
            throw new ProtocolViolationException("invalid length of startup packet");
        }
        if (in.readableBytes() < length) {
            return false;
        }
        int version = in.getInt(in.readerIndex() + 4);
        MessageCursor body = new MessageCursor(in, in.readerIndex() + 8, length - 8);
        in.skipBytes(length);
        packet(ctx, version, body);
        return true;
    }

    private void packet(ChannelHandlerContext ctx, int version, MessageCursor body) {
        switch (version) {
            case SSL_REQUEST, GSSENC_REQUEST -> {
                encryptionRequests++;
                if (encryptionRequests > ENCRYPTION_REQUESTS_MAX) {
                    throw new ProtocolViolationException("too many requests for encryption");
                }
                ctx.writeAndFlush(ctx.alloc().buffer(1).writeByte('N'), ctx.voidPromise());
            }
            case CANCEL_REQUEST -> {
                FrontendMessage.Cancel cancel = FrontendMessage.Cancel.decodeBody(body);
                context.sessions().cancel(cancel.processId(), cancel.secret());
                close(ctx);
            }
            default -> start(ctx, version, body);
        }
    }

    private void start(ChannelHandlerContext ctx, int version, MessageCursor body) {
        if (version >>> 16 != PROTOCOL_3) {
            refuse(
                    ctx,
                    ErrorFields.fatal(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "unsupported frontend protocol " + (version >>> 16) + "." + (version & 0xffff)
                                    + ": server supports 3.0 to 3.0"));
            return;
        }
        FrontendMessage.Startup parsed = FrontendMessage.Startup.decodeBody(version, body);
        startup = parsed;
        negotiate(ctx, parsed);
        String user = parsed.parameters().getOrDefault("user", "");
        if (user.isEmpty()) {
            refuse(
                    ctx,
                    ErrorFields.fatal(
                            SqlState.INVALID_AUTHORIZATION, "no PostgreSQL user name specified in startup packet"));
            return;
        }
        if (context.sessions().size() >= context.limits().sessionsMax()) {
            refuse(ctx, ErrorFields.fatal(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already"));
            return;
        }
        FrameReader reader = new FrameReader(ctx.alloc(), AUTHENTICATION_BYTES_MAX);
        ByteBuf rest = received;
        received = null;
        if (rest != null) {
            reader.append(rest);
        }
        frames = reader;
        ScramServer scram = context.scram();
        if (scram == null) {
            authenticated(ctx);
            return;
        }
        exchange = scram.begin(user);
        ByteBuf out = ctx.alloc().buffer(64);
        StringBuilder mechanisms = new StringBuilder();
        ScramServer.MECHANISMS.forEach(name -> mechanisms.append(name).append('\0'));
        BackendWriter.authentication(out, 10, mechanisms.append('\0').toString().getBytes(StandardCharsets.US_ASCII));
        ctx.writeAndFlush(out, ctx.voidPromise());
    }

    /** Newer minor versions and protocol options are answered with what is spoken here. */
    private static void negotiate(ChannelHandlerContext ctx, FrontendMessage.Startup parsed) {
        List<String> unknown = new ArrayList<>();
        for (String name : parsed.parameters().keySet()) {
            if (name.startsWith("_pq_.")) {
                unknown.add(name);
            }
        }
        if (parsed.minorVersion() > MINOR_VERSION || !unknown.isEmpty()) {
            ByteBuf out = ctx.alloc().buffer(64);
            BackendWriter.negotiateProtocolVersion(out, MINOR_VERSION, unknown);
            ctx.write(out, ctx.voidPromise());
        }
    }

    private void authenticationMessage(ChannelHandlerContext ctx, FrameReader reader) {
        ScramExchange current = exchange;
        if (reader.tag() != Tags.PASSWORD || current == null) {
            throw new ProtocolViolationException("expected a SASL response, got message type " + reader.tag());
        }
        MessageCursor body = MessageCursor.over(reader);
        ScramReply reply;
        if (initialSent) {
            reply = current.next(body.bytes(body.remaining()));
        } else {
            initialSent = true;
            String mechanism = body.string();
            int length = body.int32();
            reply = current.initial(mechanism, length < 0 ? null : body.bytes(length));
        }
        ByteBuf out = ctx.alloc().buffer(128);
        switch (reply) {
            case ScramReply.Continue next -> {
                BackendWriter.authentication(out, 11, next.bytes());
                ctx.writeAndFlush(out, ctx.voidPromise());
            }
            case ScramReply.Proven proven -> {
                BackendWriter.authentication(out, 12, proven.bytes());
                ctx.write(out, ctx.voidPromise());
                authenticated(ctx);
            }
            case ScramReply.Failed(String sqlState, String text, String detail) -> {
                out.release();
                refuse(ctx, ErrorFields.of("FATAL", sqlState, text, detail == null ? "" : detail, ""));
            }
        }
    }

    private void authenticated(ChannelHandlerContext ctx) {
        starting = true;
        // nothing is looked at before a server has been asked, and nobody may make us keep much until then
        ctx.channel().config().setAutoRead(false);
        FrontendMessage.Startup parsed = startup;
        if (parsed == null) {
            throw new IllegalStateException("authenticated without a startup message");
        }
        Map<String, String> parameters = parsed.parameters();
        String user = parameters.getOrDefault("user", "");
        String database = parameters.getOrDefault("database", user);
        String served = context.topology().snapshot().database();
        if (!database.equals(served)) {
            refuse(ctx, ErrorFields.fatal(SqlState.UNDEFINED_DATABASE, "database \"" + database + "\" does not exist"));
            return;
        }
        if (parameters.containsKey("replication")
                && !parameters.get("replication").equals("false")) {
            refuse(
                    ctx,
                    ErrorFields.of(
                            "FATAL",
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "replication connections are not supported",
                            "A stream of changes belongs to one database.",
                            "Connect to the shard directly."));
            return;
        }
        SessionSettings settings;
        try {
            settings = settings(parameters);
        } catch (StatementException e) {
            refuse(ctx, e.fields());
            return;
        }
        SessionStart.lease(context.topology().snapshot(), pool, settings, new SessionStart.Leased() {
            @Override
            public void ready(ServerConnection connection) {
                Map<String, String> reported = new LinkedHashMap<>(connection.parameters());
                connection.release();
                begin(ctx, user, settings, reported);
            }

            @Override
            public void failed(ErrorFields error) {
                refuse(ctx, error.with('S', "FATAL").with('V', "FATAL"));
            }
        });
    }

    private static SessionSettings settings(Map<String, String> parameters) {
        SessionSettings settings = SessionSettings.NONE;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey().toLowerCase(Locale.ROOT);
            switch (name) {
                case "user", "database", "replication" -> {
                    // not settings
                }
                case "options" -> settings = StartupOptions.add(settings, parameter.getValue());
                case "client_encoding" -> requireServed(name, parameter.getValue());
                default -> {
                    if (!name.startsWith("_pq_.")) {
                        settings = settings.with(name, new SessionSettings.Value.Plain(parameter.getValue()));
                    }
                }
            }
        }
        settings.values().forEach((name, value) -> requireServed(name, value.text()));
        return settings;
    }

    private static void requireServed(String name, String value) {
        ErrorFields refused = FixedSettings.refused("FATAL", name, value);
        if (refused != null) {
            throw new StatementException(refused);
        }
    }

    private void begin(ChannelHandlerContext ctx, String user, SessionSettings settings, Map<String, String> reported) {
        Channel channel = ctx.channel();
        FrameReader authentication = frames;
        if (over || !channel.isActive() || authentication == null) {
            return;
        }
        finish();
        FrameReader reader = authentication.withLimit(context.limits().messageBytes());
        frames = null;
        reported.put("session_authorization", user);
        ClientSession session = new ClientSession(
                context,
                channel,
                pool,
                reader,
                user,
                context.sessions().nextProcessId(),
                context.sessions().newSecret(),
                settings,
                reported);
        ByteBuf out = ctx.alloc().buffer(512);
        BackendWriter.authenticationOk(out);
        reported.forEach((name, value) -> BackendWriter.parameterStatus(out, name, value));
        BackendWriter.backendKeyData(out, session.processId(), session.secret());
        BackendWriter.readyForQuery(out, TransactionStatus.IDLE);
        context.sessions().add(session);
        channel.pipeline().replace(this, "session", session);
        channel.writeAndFlush(out, channel.voidPromise());
        session.pump();
    }

    private void refuse(ChannelHandlerContext ctx, ErrorFields error) {
        if (over) {
            return;
        }
        finish();
        context.metrics().error(error.sqlState());
        ByteBuf out = ctx.alloc().buffer(256);
        BackendWriter.error(out, error);
        ctx.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
    }

    private void close(ChannelHandlerContext ctx) {
        finish();
        ctx.close();
    }

    private void finish() {
        over = true;
        ScheduledFuture<?> pending = deadline;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finish();
        release();
    }

    private void release() {
        ByteBuf rest = received;
        if (rest != null) {
            received = null;
            rest.release();
        }
        FrameReader reader = frames;
        if (reader != null) {
            frames = null;
            reader.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof java.io.IOException) {
            LOG.debug("{}: {}", ctx.channel().remoteAddress(), cause.toString());
        } else {
            LOG.error("{}: during start-up", ctx.channel().remoteAddress(), cause);
        }
        close(ctx);
    }
}
