package dev.colonnade.it.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that sends exactly the messages it is told to and hands back exactly those that come. Not thread-safe. Messages are collected
 * and travel with {@link #flush()}.
 */
public final class RawConnection implements AutoCloseable {
    private static final int PROTOCOL_3_0 = 196608;
    private static final int CANCEL_REQUEST = 80877102;
    private static final int BODY_BYTES_MAX = 64 << 20;

    private final Socket socket;
    private final DataInputStream in;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final List<Reply> greeting = new ArrayList<>();
    private Reply.@Nullable BackendKeyData key;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Only the socket: nothing is sent yet. */
    public static RawConnection connect(Endpoint endpoint) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), endpoint.timeoutMillis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(endpoint.timeoutMillis());
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("connect " + endpoint.host() + ":" + endpoint.port(), e);
        }
    }

    /** Connected, authenticated and ready; throws with the server's error otherwise. */
    public static RawConnection open(Endpoint endpoint) {
        RawConnection connection = connect(endpoint);
        connection.startup(Map.of("user", endpoint.user(), "database", endpoint.database()));
        List<Reply> replies = connection.authenticate(endpoint.password());
        if (!(replies.getLast() instanceof Reply.ReadyForQuery)) {
            connection.close();
            throw new IllegalStateException("startup ended with " + replies.getLast());
        }
        return connection;
    }

    /** Sends a StartupMessage. */
    public void startup(Map<String, String> parameters) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        new LinkedHashMap<>(parameters).forEach((name, value) -> {
            body.writeBytes(cString(name));
            body.writeBytes(cString(value));
        });
        body.write(0);
        raw(untyped(PROTOCOL_3_0, body.toByteArray()));
        flush();
    }

    /** Answers authentication requests until ReadyForQuery, an error, or the end; returns all that came. */
    public List<Reply> authenticate(String password) {
        ScramConversation scram = new ScramConversation(password);
        while (true) {
            Reply reply = read();
            greeting.add(reply);
            switch (reply) {
                case Reply.Authentication request -> {
                    switch (request.code()) {
                        case 0, 12 -> {}
                        case 3 -> message('p', cString(password)).flush();
                        case 10 -> message('p', scram.first()).flush();
                        case 11 -> message('p', scram.last(request.body())).flush();
                        default -> throw new IllegalStateException("authentication request " + request.code());
                    }
                }
                case Reply.BackendKeyData data -> key = data;
                case Reply.ReadyForQuery ready -> {
                    return greeting;
                }
                case Reply.ErrorResponse error -> {
                    return greeting;
                }
                case Reply.Closed closed -> {
                    return greeting;
                }
                case Reply.TimedOut timedOut -> {
                    return greeting;
                }
                default -> {}
            }
        }
    }

    /** What came between startup and the first ReadyForQuery. */
    public List<Reply> greeting() {
        return greeting;
    }

    public Reply.BackendKeyData key() {
        if (key == null) {
            throw new IllegalStateException("no BackendKeyData came");
        }
        return key;
    }

    /** A CancelRequest on a connection of its own. */
    public static void cancel(Endpoint endpoint, Reply.BackendKeyData key) {
        try (RawConnection connection = connect(endpoint)) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(int32(key.process()));
            body.writeBytes(int32(key.secret()));
            connection.raw(untyped(CANCEL_REQUEST, body.toByteArray()));
            connection.flush();
            connection.read();
        }
    }

    public RawConnection query(String sql) {
        return message('Q', cString(sql));
    }

    public RawConnection parse(String statement, String sql, List<Integer> typeOids) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(cString(statement));
        body.writeBytes(cString(sql));
        body.writeBytes(int16(typeOids.size()));
        typeOids.forEach(oid -> body.writeBytes(int32(oid)));
        return message('P', body.toByteArray());
    }

    /**
     * Bind with one result format for all columns.
     *
     * @param formats one per value, 0 text or 1 binary
     * @param values bytes in ISO-8859-1; null for NULL
     * @param resultFormat for all columns
     */
    public RawConnection bind(
            String portal,
            String statement,
            List<Integer> formats,
            List<? extends @Nullable String> values,
            int resultFormat) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(cString(portal));
        body.writeBytes(cString(statement));
        body.writeBytes(int16(formats.size()));
        formats.forEach(format -> body.writeBytes(int16(format)));
        body.writeBytes(int16(values.size()));
        for (String value : values) {
            if (value == null) {
                body.writeBytes(int32(-1));
            } else {
                byte[] bytes = value.getBytes(ISO_8859_1);
                body.writeBytes(int32(bytes.length));
                body.writeBytes(bytes);
            }
        }
        body.writeBytes(int16(1));
        body.writeBytes(int16(resultFormat));
        return message('B', body.toByteArray());
    }

    /** Describe; kind is 'S' for a statement, 'P' for a portal. */
    public RawConnection describe(char kind, String name) {
        return message('D', kindAndName(kind, name));
    }

    public RawConnection execute(String portal, int rowsMax) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(cString(portal));
        body.writeBytes(int32(rowsMax));
        return message('E', body.toByteArray());
    }

    /** Close of a statement or portal (the socket is closed by {@link #close()}). */
    public RawConnection forget(char kind, String name) {
        return message('C', kindAndName(kind, name));
    }

    public RawConnection sync() {
        return message('S', new byte[0]);
    }

    public RawConnection flushRequest() {
        return message('H', new byte[0]);
    }

    public RawConnection copyData(String bytes) {
        return message('d', bytes.getBytes(ISO_8859_1));
    }

    public RawConnection copyDone() {
        return message('c', new byte[0]);
    }

    public RawConnection copyFail(String reason) {
        return message('f', cString(reason));
    }

    public RawConnection message(char type, byte[] body) {
        pending.write(type);
        pending.writeBytes(int32(body.length + 4));
        pending.writeBytes(body);
        return this;
    }

    /** Bytes as they are. */
    public RawConnection raw(byte[] bytes) {
        pending.writeBytes(bytes);
        return this;
    }

    /** Sends what was collected. A server that has closed already shows at the next {@link #read()}. */
    public void flush() {
        try {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            pending.writeTo(out);
            out.flush();
        } catch (SocketException e) {
            // The peer closed first: its last words, if any, are still to be read.
            pending.reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pending.reset();
    }

    /** No more bytes will be sent; replies can still be read. */
    public void shutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One byte, as the answer to SSLRequest; -1 at the end. */
    public int readByte() {
        try {
            return in.read();
        } catch (SocketException | SocketTimeoutException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message. */
    public Reply read() {
        try {
            int type = in.read();
            if (type < 0) {
                return new Reply.Closed();
            }
            int length = in.readInt() - 4;
            if (length < 0 || length > BODY_BYTES_MAX) {
                throw new IllegalStateException("message '" + (char) type + "' of " + length + " bytes");
            }
            byte[] body = new byte[length];
            in.readFully(body);
            return ReplyDecoder.decode((char) type, body);
        } catch (SocketTimeoutException e) {
            return new Reply.TimedOut();
        } catch (EOFException | SocketException e) {
            return new Reply.Closed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Messages up to and with ReadyForQuery, or the end of the connection, or a timeout, or a CopyInResponse. */
    public List<Reply> readUntilReady() {
        List<Reply> replies = new ArrayList<>();
        while (true) {
            Reply reply = read();
            replies.add(reply);
            if (reply instanceof Reply.ReadyForQuery
                    || reply instanceof Reply.Closed
                    || reply instanceof Reply.TimedOut
                    || reply instanceof Reply.CopyInResponse) {
                return replies;
            }
        }
    }

    @Override
    public void close() {
        message('X', new byte[0]).flush();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message of the startup phase: length, code, body. */
    public static byte[] untyped(int code, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(int32(body.length + 8));
        out.writeBytes(int32(code));
        out.writeBytes(body);
        return out.toByteArray();
    }

    public static byte[] cString(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] terminated = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, terminated, 0, bytes.length);
        return terminated;
    }

    public static byte[] int32(int value) {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    public static byte[] int16(int value) {
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }

    private static byte[] kindAndName(char kind, String name) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(kind);
        body.writeBytes(cString(name));
        return body.toByteArray();
    }
}
