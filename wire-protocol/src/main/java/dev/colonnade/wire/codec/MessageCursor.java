package dev.colonnade.wire.codec;

import dev.colonnade.wire.InvalidEncodingException;
import dev.colonnade.wire.ProtocolViolationException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the body of one message from front to back, never beyond its end. Not thread-safe. */
public final class MessageCursor {
    private final ByteBuf buffer;
    private int index;
    private final int end;

    public MessageCursor(ByteBuf buffer, int start, int length) {
        this.buffer = buffer;
        this.index = start;
        this.end = start + length;
    }

    /** A cursor over the current message of a reader. */
    public static MessageCursor over(FrameReader frames) {
        return new MessageCursor(frames.buffer(), frames.bodyStart(), frames.bodyLength());
    }

    public int index() {
        return index;
    }

    public int remaining() {
        return end - index;
    }

    public byte int8() {
        need(1);
        return buffer.getByte(index++);
    }

    public short int16() {
        need(2);
        index += 2;
        return buffer.getShort(index - 2);
    }

    public int int32() {
        need(4);
        index += 4;
        return buffer.getInt(index - 4);
    }

    public String string() {
        int stop = Wire.stringEnd(buffer, index, end);
        String value = Wire.string(buffer, index, stop);
        index = stop + 1;
        return value;
    }

    /**
     * A string that has to be UTF-8.
     *
     * @throws InvalidEncodingException where it isn't
     */
    public String utf8() {
        int stop = Wire.stringEnd(buffer, index, end);
        String value = Wire.string(buffer, index, stop);
        if (value.indexOf('\uFFFD') >= 0) {
            // perhaps the replacement of what isn't UTF-8: only then the slower decoder looks again
            try {
                StandardCharsets.UTF_8.newDecoder().decode(buffer.nioBuffer(index, stop - index));
            } catch (CharacterCodingException e) {
                throw new InvalidEncodingException("invalid byte sequence for encoding \"UTF8\"");
            }
        }
        index = stop + 1;
        return value;
    }

    public byte[] bytes(int count) {
        need(count);
        byte[] value = new byte[count];
        buffer.getBytes(index, value);
        index += count;
        return value;
    }

    public void skip(int count) {
        need(count);
        index += count;
    }

    /** @throws ProtocolViolationException where bytes are left over */
    public void finish(String message) {
        if (index != end) {
            throw new ProtocolViolationException(message + ": " + (end - index) + " bytes left over");
        }
    }

    private void need(int count) {
        if (count < 0 || count > end - index) {
            throw new ProtocolViolationException(
                    "message body ends early: " + count + " bytes wanted, " + (end - index) + " there");
        }
    }
}
