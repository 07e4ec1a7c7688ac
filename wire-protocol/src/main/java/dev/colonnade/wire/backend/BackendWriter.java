package dev.colonnade.wire.backend;

import dev.colonnade.wire.TransactionStatus;
import dev.colonnade.wire.codec.Wire;
import io.netty.buffer.ByteBuf;

/** Writes the messages that a proxy makes itself, as a server would. */
public final class BackendWriter {
    private BackendWriter() {}

    public static void authenticationOk(ByteBuf out) {
        out.writeByte(Tags.AUTHENTICATION).writeInt(8).writeInt(0);
    }

    /** AuthenticationSASL (10), SASLContinue (11) or SASLFinal (12) with their data. */
    public static void authentication(ByteBuf out, int code, byte[] data) {
        out.writeByte(Tags.AUTHENTICATION)
                .writeInt(8 + data.length)
                .writeInt(code)
                .writeBytes(data);
    }

    public static void parameterStatus(ByteBuf out, String name, String value) {
        int begun = Wire.begin(out, Tags.PARAMETER_STATUS);
        Wire.writeString(out, name);
        Wire.writeString(out, value);
        Wire.end(out, begun);
    }

    public static void backendKeyData(ByteBuf out, int processId, byte[] secret) {
        out.writeByte(Tags.BACKEND_KEY_DATA)
                .writeInt(8 + secret.length)
                .writeInt(processId)
                .writeBytes(secret);
    }

    public static void readyForQuery(ByteBuf out, TransactionStatus status) {
        out.writeByte(Tags.READY_FOR_QUERY).writeInt(5).writeByte(status.code());
    }

    public static void commandComplete(ByteBuf out, String tag) {
        int begun = Wire.begin(out, Tags.COMMAND_COMPLETE);
        Wire.writeString(out, tag);
        Wire.end(out, begun);
    }

    public static void error(ByteBuf out, ErrorFields fields) {
        fields.write(out, Tags.ERROR_RESPONSE);
    }

    public static void notice(ByteBuf out, ErrorFields fields) {
        fields.write(out, Tags.NOTICE_RESPONSE);
    }

    /** ParameterDescription. */
    public static void parameterDescription(ByteBuf out, int[] typeOids) {
        out.writeByte(Tags.PARAMETER_DESCRIPTION)
                .writeInt(6 + 4 * typeOids.length)
                .writeShort(typeOids.length);
        for (int oid : typeOids) {
            out.writeInt(oid);
        }
    }

    /** NegotiateProtocolVersion: the newest minor version spoken, and the protocol options not understood. */
    public static void negotiateProtocolVersion(ByteBuf out, int minorVersion, Iterable<String> unknownOptions) {
        int begun = Wire.begin(out, Tags.NEGOTIATE_PROTOCOL_VERSION);
        out.writeInt(minorVersion);
        int countAt = out.writerIndex();
        out.writeInt(0);
        int count = 0;
        for (String option : unknownOptions) {
            Wire.writeString(out, option);
            count++;
        }
        out.setInt(countAt, count);
        Wire.end(out, begun);
    }

    /** CopyInResponse or CopyOutResponse; {@code format} 0 text, 1 binary, for all columns. */
    public static void copyResponse(ByteBuf out, byte tag, int format, int columns) {
        out.writeByte(tag).writeInt(7 + 2 * columns).writeByte(format).writeShort(columns);
        for (int i = 0; i < columns; i++) {
            out.writeShort(format);
        }
    }
}
