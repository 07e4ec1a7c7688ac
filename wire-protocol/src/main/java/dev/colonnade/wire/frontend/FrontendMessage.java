package dev.colonnade.wire.frontend;

import dev.colonnade.wire.InvalidEncodingException;
import dev.colonnade.wire.ProtocolViolationException;
import dev.colonnade.wire.codec.MessageCursor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message sent by a client, one record per message of "Message Formats" in the PostgreSQL manual that carries data. Messages without a
 * body (Sync, Flush, Terminate, CopyDone) are known by their tag alone. Decoders throw {@link ProtocolViolationException}.
 */
public sealed interface FrontendMessage {

    /** StartupMessage: protocol version and parameters. That {@code user} is among them is for the caller to check. */
    record Startup(int majorVersion, int minorVersion, Map<String, String> parameters) implements FrontendMessage {
        public Startup {
            parameters = Map.copyOf(parameters);
        }

        /** @param body what stands behind the protocol version */
        public static Startup decodeBody(int version, MessageCursor body) {
            Map<String, String> parameters = new LinkedHashMap<>();
            while (true) {
                String name = body.string();
                if (name.isEmpty()) {
                    break;
                }
                parameters.put(name, body.string());
            }
            body.finish("StartupMessage");
            return new Startup(version >>> 16, version & 0xffff, parameters);
        }
    }

    /** CancelRequest. {@code secret} has 4 bytes in protocol 3.0 and up to 256 since 3.2. */
    record Cancel(int processId, byte[] secret) implements FrontendMessage {
        public static Cancel decodeBody(MessageCursor body) {
            int processId = body.int32();
            return new Cancel(processId, body.bytes(body.remaining()));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Cancel that && processId == that.processId && Arrays.equals(secret, that.secret);
        }

        @Override
        public int hashCode() {
            return 31 * processId + Arrays.hashCode(secret);
        }

        @Override
        public String toString() {
            return "Cancel[processId=" + processId + ", secret=***]";
        }
    }

    /** Query: one string, possibly many statements. */
    record Query(String sql) implements FrontendMessage {
        /** @throws InvalidEncodingException where the text isn't UTF-8 */
        public static Query decodeBody(MessageCursor body) {
            Query query = new Query(body.utf8());
            body.finish("Query");
            return query;
        }
    }

    /** Parse. {@code name} is empty for the unnamed statement; a parameter type of 0 is unspecified. */
    record Parse(String name, String sql, int[] parameterTypes) implements FrontendMessage {
        /** @throws InvalidEncodingException where the text isn't UTF-8 */
        public static Parse decodeBody(MessageCursor body) {
            String name = body.string();
            String sql = body.utf8();
            int count = body.int16() & 0xffff;
            int[] types = new int[count];
            for (int i = 0; i < count; i++) {
                types[i] = body.int32();
            }
            body.finish("Parse");
            return new Parse(name, sql, types);
        }
    }

    /** Describe and Close: {@code statement} or portal, by name. */
    record Target(boolean statement, String name) implements FrontendMessage {
        public static Target decodeBody(String message, MessageCursor body) {
            byte kind = body.int8();
            if (kind != 'S' && kind != 'P') {
                throw new ProtocolViolationException(message + ": kind " + kind + " (expected: S or P)");
            }
            Target target = new Target(kind == 'S', body.string());
            body.finish(message);
            return target;
        }
    }

    /** Execute. {@code rowsMax} 0 means no limit. */
    record Execute(String portal, int rowsMax) implements FrontendMessage {
        public static Execute decodeBody(MessageCursor body) {
            Execute execute = new Execute(body.string(), body.int32());
            body.finish("Execute");
            return execute;
        }
    }

    /** Bind, decoded whole: formats and values as they came. A null value is NULL. */
    record Bind(
            String portal,
            String statement,
            short[] parameterFormats,
            byte[] @Nullable [] values,
            short[] resultFormats)
            implements FrontendMessage {
        public static Bind decodeBody(MessageCursor body) {
            String portal = body.string();
            String statement = body.string();
            short[] parameterFormats = formats(body);
            int count = body.int16() & 0xffff;
            byte[] @Nullable [] values = new byte[count][];
            for (int i = 0; i < count; i++) {
                int length = body.int32();
                if (length >= 0) {
                    values[i] = body.bytes(length);
                } else if (length != -1) {
                    throw new ProtocolViolationException("Bind: parameter length " + length);
                }
            }
            short[] resultFormats = formats(body);
            body.finish("Bind");
            if (parameterFormats.length > 1 && parameterFormats.length != count) {
                throw new ProtocolViolationException("bind message has " + parameterFormats.length
                        + " parameter formats but " + count + " parameters");
            }
            return new Bind(portal, statement, parameterFormats, values, resultFormats);
        }

        private static short[] formats(MessageCursor body) {
            int count = body.int16() & 0xffff;
            short[] formats = new short[count];
            for (int i = 0; i < count; i++) {
                formats[i] = body.int16();
            }
            return formats;
        }

        /** The format of a parameter, counted from 0: none given means text, one given means that one for all. */
        public boolean binary(int parameter) {
            return parameterFormats.length != 0 && parameterFormats[parameterFormats.length == 1 ? 0 : parameter] == 1;
        }
    }
}
