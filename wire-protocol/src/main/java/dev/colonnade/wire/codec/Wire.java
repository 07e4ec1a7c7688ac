package dev.colonnade.wire.codec;

import dev.colonnade.wire.ProtocolViolationException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** The primitive values of message bodies: strings end with a zero byte, integers are big-endian. */
public final class Wire {
    private Wire() {}

    /** The index of the zero byte that ends a string starting at {@code index}, before {@code end}. */
    public static int stringEnd(ByteBuf buffer, int index, int end) {
        int length = buffer.bytesBefore(index, end - index, (byte) 0);
        if (length < 0) {
            throw new ProtocolViolationException("string without terminator");
        }
        return index + length;
    }

    public static String string(ByteBuf buffer, int start, int end) {
        return buffer.toString(start, end - start, StandardCharsets.UTF_8);
    }

    public static void writeString(ByteBuf out, String value) {
        ByteBufUtil.writeUtf8(out, value);
        out.writeByte(0);
    }

    /** Writes a type byte and a length to be filled in by {@link #end}; returns what {@code end} needs. */
    public static int begin(ByteBuf out, byte tag) {
        out.writeByte(tag).writeInt(0);
        return out.writerIndex();
    }

    public static void end(ByteBuf out, int begun) {
        out.setInt(begun - 4, out.writerIndex() - begun + 4);
    }

    public static void empty(ByteBuf out, byte tag) {
        out.writeByte(tag).writeInt(4);
    }
}
