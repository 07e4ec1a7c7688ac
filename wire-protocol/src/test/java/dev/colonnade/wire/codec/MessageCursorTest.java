package dev.colonnade.wire.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.colonnade.wire.ProtocolViolationException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageCursorTest {
    /** A body of 15 bytes with another message's bytes before and behind it. */
    private final ByteBuf buffer = Unpooled.buffer()
            .writeInt(-1)
            .writeByte(7)
            .writeShort(-2)
            .writeInt(123_456_789)
            .writeBytes("né\0".getBytes(StandardCharsets.UTF_8))
            .writeBytes(new byte[] {1, 2, 3, 4})
            .writeBytes(new byte[] {0, 'X', 0});

    private final MessageCursor cursor = new MessageCursor(buffer, 4, 15);

    @Test
    void readsFromFrontToBack() {
        assertEquals(7, cursor.int8());
        assertEquals(-2, cursor.int16());
        assertEquals(123_456_789, cursor.int32());
        assertEquals("né", cursor.string());
        assertEquals(15, cursor.index());
        cursor.skip(1);
        assertArrayEquals(new byte[] {2, 3}, cursor.bytes(2));
        assertEquals(1, cursor.remaining());
        assertEquals(
                "Test: 1 bytes left over",
                assertThrows(ProtocolViolationException.class, () -> cursor.finish("Test"))
                        .getMessage());
        cursor.skip(1);
        cursor.finish("Test");
    }

    @Test
    void neverReadsBeyondTheEnd() {
        cursor.skip(12);
        assertThrows(ProtocolViolationException.class, cursor::int32);
        assertThrows(ProtocolViolationException.class, cursor::string);
        assertThrows(ProtocolViolationException.class, () -> cursor.bytes(4));
        assertThrows(ProtocolViolationException.class, () -> cursor.skip(4));
        assertThrows(ProtocolViolationException.class, () -> cursor.bytes(Integer.MAX_VALUE));
        assertThrows(ProtocolViolationException.class, () -> cursor.bytes(-1));
        assertThrows(ProtocolViolationException.class, () -> cursor.skip(-1));
        cursor.skip(2);
        assertThrows(ProtocolViolationException.class, cursor::int16);
        cursor.skip(1);
        assertThrows(ProtocolViolationException.class, cursor::int8);
        assertThrows(ProtocolViolationException.class, cursor::string);
        cursor.finish("Test");
    }
}
