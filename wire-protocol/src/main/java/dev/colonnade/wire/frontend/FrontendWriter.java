package dev.colonnade.wire.frontend;

import dev.colonnade.wire.codec.Wire;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the messages that a proxy sends to a server, as a client would. */
public final class FrontendWriter {
    /** Protocol 3.0. */
    public static final int PROTOCOL_VERSION = 196608;

    private static final int CANCEL_REQUEST = 80877102;

    private FrontendWriter() {}

    public static void startup(ByteBuf out, Map<String, String> parameters) {
        int start = out.writerIndex();
        out.writeInt(0).writeInt(PROTOCOL_VERSION);
        parameters.forEach((name, value) -> {
            Wire.writeString(out, name);
            Wire.writeString(out, value);
        });
        out.writeByte(0);
        out.setInt(start, out.writerIndex() - start);
    }

    public static void cancelRequest(ByteBuf out, int processId, byte[] secret) {
        out.writeInt(12 + secret.length)
                .writeInt(CANCEL_REQUEST)
                .writeInt(processId)
                .writeBytes(secret);
    }

    public static void query(ByteBuf out, String sql) {
        int begun = Wire.begin(out, Tags.QUERY);
        Wire.writeString(out, sql);
        Wire.end(out, begun);
    }

    public static void parse(ByteBuf out, String name, String sql, int[] parameterTypes) {
        int begun = Wire.begin(out, Tags.PARSE);
        Wire.writeString(out, name);
        Wire.writeString(out, sql);
        out.writeShort(parameterTypes.length);
        for (int oid : parameterTypes) {
            out.writeInt(oid);
        }
        Wire.end(out, begun);
    }

    /**
     * Bind.
     *
     * @param portal empty for the unnamed one
     * @param formats one per value, or none for all text, or one for all
     */
    public static void bind(
            ByteBuf out,
            String portal,
            String statement,
            short[] formats,
            byte[] @Nullable [] values,
            short[] resultFormats) {
        int begun = Wire.begin(out, Tags.BIND);
        Wire.writeString(out, portal);
        Wire.writeString(out, statement);
        shorts(out, formats);
        out.writeShort(values.length);
        for (byte[] value : values) {
            if (value == null) {
                out.writeInt(-1);
            } else {
                out.writeInt(value.length).writeBytes(value);
            }
        }
        shorts(out, resultFormats);
        Wire.end(out, begun);
    }

    private static void shorts(ByteBuf out, short[] values) {
        out.writeShort(values.length);
        for (short value : values) {
            out.writeShort(value);
        }
    }

    public static void describeStatement(ByteBuf out, String name) {
        target(out, Tags.DESCRIBE, 'S', name);
    }

    public static void describePortal(ByteBuf out, String name) {
        target(out, Tags.DESCRIBE, 'P', name);
    }

    public static void closeStatement(ByteBuf out, String name) {
        target(out, Tags.CLOSE, 'S', name);
    }

    private static void target(ByteBuf out, byte tag, char kind, String name) {
        int begun = Wire.begin(out, tag);
        out.writeByte(kind);
        Wire.writeString(out, name);
        Wire.end(out, begun);
    }

    /** Execute of a named portal, all its rows. */
    public static void execute(ByteBuf out, String portal) {
        int start = Wire.begin(out, Tags.EXECUTE);
        Wire.writeString(out, portal);
        out.writeInt(0);
        Wire.end(out, start);
    }

    /** Execute the unnamed portal. */
    public static void execute(ByteBuf out, int rowsMax) {
        out.writeByte(Tags.EXECUTE).writeInt(9).writeByte(0).writeInt(rowsMax);
    }

    public static void sync(ByteBuf out) {
        Wire.empty(out, Tags.SYNC);
    }

    public static void flush(ByteBuf out) {
        Wire.empty(out, Tags.FLUSH);
    }

    public static void terminate(ByteBuf out) {
        Wire.empty(out, Tags.TERMINATE);
    }

    public static void copyDone(ByteBuf out) {
        Wire.empty(out, Tags.COPY_DONE);
    }

    public static void copyFail(ByteBuf out, String reason) {
        int begun = Wire.begin(out, Tags.COPY_FAIL);
        Wire.writeString(out, reason);
        Wire.end(out, begun);
    }

    /** SASLInitialResponse. */
    public static void saslInitialResponse(ByteBuf out, String mechanism, byte[] response) {
        int begun = Wire.begin(out, Tags.PASSWORD);
        Wire.writeString(out, mechanism);
        out.writeInt(response.length).writeBytes(response);
        Wire.end(out, begun);
    }

    /** SASLResponse. */
    public static void saslResponse(ByteBuf out, byte[] response) {
        out.writeByte(Tags.PASSWORD).writeInt(4 + response.length).writeBytes(response);
    }

    /** PasswordMessage. */
    public static void password(ByteBuf out, String password) {
        int begun = Wire.begin(out, Tags.PASSWORD);
        Wire.writeString(out, password);
        Wire.end(out, begun);
    }
}
