package dev.colonnade.wire.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.wire.CountingAllocator;
import dev.colonnade.wire.ProtocolViolationException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int BODY_BYTES_MAX = 1000;

    private final CountingAllocator buffers = new CountingAllocator();

    @AfterEach
    void everythingIsReleased() {
        assertEquals(0, buffers.inUse(), "buffers in use");
    }

    @Test
    void cutAnywhereTheSameMessagesCome() {
        byte[] stream = conversation();
        List<String> whole = read(stream);
        assertEquals(List.of("Q 73 ...", "S ", "D 00 ...", "X ", "d 78 ..."), shortened(whole));
        for (int cut = 0; cut <= stream.length; cut++) {
            assertEquals(whole, read(stream, cut), "cut at " + cut);
        }
    }

    @Test
    void cutAtEveryPairOfPlacesTheSameMessagesCome() {
        byte[] stream = conversation();
        List<String> whole = read(stream);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                assertEquals(whole, read(stream, first, second), "cut at " + first + " and " + second);
            }
        }
    }

    @Test
    void byteByByteTheSameMessagesCome() {
        byte[] stream = conversation();
        int[] cuts = new int[stream.length - 1];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i + 1;
        }
        assertEquals(read(stream), read(stream, cuts));
    }

    /** What was forwarded is still on its way to the other side while the next bytes are read into the same buffer. */
    @Test
    void forwardedSlicesStayAsTheyWere() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            ByteBuf sent = Unpooled.buffer();
            int messages = 1 + random.nextInt(60);
            for (int i = 0; i < messages; i++) {
                byte[] body = new byte[random.nextInt(random.nextBoolean() ? 20 : BODY_BYTES_MAX)];
                random.nextBytes(body);
                sent.writeByte('A' + random.nextInt(26))
                        .writeInt(body.length + 4)
                        .writeBytes(body);
            }
            byte[] stream = ByteBufUtil.getBytes(sent);
            List<ByteBuf> forwarded = new ArrayList<>();
            FrameReader reader = reader();
            int at = 0;
            while (at < stream.length) {
                int end = Math.min(stream.length, at + 1 + random.nextInt(random.nextBoolean() ? 8 : 700));
                // as from a socket: a buffer with room behind what was read
                reader.append(buffers.allocator().directBuffer(1024).writeBytes(stream, at, end - at));
                at = end;
                while (reader.next()) {
                    forwarded.add(reader.buffer()
                            .retainedSlice(reader.frameStart(), reader.frameEnd() - reader.frameStart()));
                    if (random.nextInt(4) == 0) {
                        ByteBuf done = forwarded.removeFirst();
                        assertEquals(sent.readSlice(done.readableBytes()), done, "seed " + seed);
                        done.release();
                    }
                }
                reader.trim();
            }
            assertEquals(0, reader.pendingBytes());
            reader.close();
            for (ByteBuf slice : forwarded) {
                assertEquals(sent.readSlice(slice.readableBytes()), slice, "seed " + seed);
                slice.release();
            }
            assertFalse(sent.isReadable());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, -1, -5, Integer.MIN_VALUE, BODY_BYTES_MAX + 5, 1 << 30, Integer.MAX_VALUE})
    void aLengthOutOfBoundsIsAViolationForGood(int length) {
        FrameReader reader = reader();
        reader.append(frame('Q', length, "x"));
        assertThrows(ProtocolViolationException.class, reader::next);
        assertThrows(ProtocolViolationException.class, reader::next);
        reader.append(frame('S', 4, ""));
        assertThrows(ProtocolViolationException.class, reader::next);
        reader.close();
        assertThrows(ProtocolViolationException.class, reader::next);
    }

    @Test
    void messagesAheadOfAViolationComeFirst() {
        FrameReader reader = reader();
        reader.append(frame('S', 4, ""));
        reader.append(frame('Q', 3, ""));
        assertTrue(reader.next());
        assertEquals('S', reader.tag());
        ProtocolViolationException violation = assertThrows(ProtocolViolationException.class, reader::next);
        assertEquals("message length 3 (expected: 4..1004)", violation.getMessage());
        reader.close();
    }

    @Test
    void theLimitItselfIsAllowed() {
        FrameReader reader = reader();
        reader.append(frame('Q', BODY_BYTES_MAX + 4, "x".repeat(BODY_BYTES_MAX)));
        assertTrue(reader.next());
        assertEquals(BODY_BYTES_MAX, reader.bodyLength());
        reader.close();
    }

    /** A length alone makes nobody reserve that much memory. */
    @Test
    void aLongMessageIsBufferedAsItComes() {
        FrameReader reader = new FrameReader(buffers.allocator(), Integer.MAX_VALUE);
        reader.append(frame('Q', Integer.MAX_VALUE, "x"));
        for (int i = 0; i < 100; i++) {
            assertFalse(reader.next());
            reader.append(buffers.buffer(new byte[100], 0, 100));
        }
        assertFalse(reader.next());
        assertEquals(10_006, reader.pendingBytes());
        assertTrue(reader.buffer().capacity() < 64 * 1024);
        reader.close();
    }

    @Test
    void aNewLimitHoldsFromTheNextMessageOn() {
        FrameReader reader = new FrameReader(buffers.allocator(), 1);
        reader.append(frame('p', 5, "x"));
        reader.append(frame('Q', 9, "12345"));
        assertTrue(reader.next());
        assertTrue(reader.withLimit(5).next());
        assertEquals(5, reader.bodyLength());
        reader.close();
    }

    @Test
    void aMessagePutBackComesAgain() {
        FrameReader reader = reader();
        reader.append(frame('P', 4, ""));
        reader.append(frame('B', 5, "b"));
        assertTrue(reader.next());
        assertTrue(reader.next());
        reader.unread();
        assertEquals(6, reader.pendingBytes());
        reader.trim();
        reader.append(frame('S', 4, ""));
        assertTrue(reader.next());
        assertEquals('B', reader.tag());
        assertEquals('b', reader.buffer().getByte(reader.bodyStart()));
        assertTrue(reader.next());
        assertEquals('S', reader.tag());
        assertFalse(reader.next());
        assertEquals(0, reader.pendingBytes());
        reader.trim();
        assertEquals(0, buffers.inUse());
    }

    @Test
    void afterCloseNothingIsKept() {
        FrameReader reader = reader();
        reader.append(frame('P', 10, "half"));
        reader.close();
        reader.append(frame('S', 4, ""));
        assertFalse(reader.next());
        assertEquals(0, reader.pendingBytes());
        reader.close();
    }

    @Test
    void aReadOnlyBufferIsNotWrittenTo() {
        byte[] stream = conversation();
        FrameReader reader = reader();
        reader.append(buffers.buffer(stream, 0, 50).asReadOnly());
        List<String> messages = new ArrayList<>();
        drain(reader, messages);
        reader.append(buffers.buffer(stream, 50, stream.length));
        drain(reader, messages);
        reader.close();
        assertEquals(read(stream), messages);
    }

    private FrameReader reader() {
        return new FrameReader(buffers.allocator(), BODY_BYTES_MAX);
    }

    private ByteBuf frame(char tag, int length, String body) {
        byte[] bytes = CountingAllocator.bytes(body);
        return buffers.allocator()
                .directBuffer()
                .writeByte(tag)
                .writeInt(length)
                .writeBytes(bytes);
    }

    private static byte[] conversation() {
        ByteBuf out = Unpooled.buffer();
        int query = Wire.begin(out, (byte) 'Q');
        Wire.writeString(out, "select 'ü', 1");
        Wire.end(out, query);
        Wire.empty(out, (byte) 'S');
        int row = Wire.begin(out, (byte) 'D');
        out.writeShort(2).writeInt(-1).writeInt(3).writeBytes(new byte[] {'Q', 0, 0});
        Wire.end(out, row);
        Wire.empty(out, (byte) 'X');
        int copy = Wire.begin(out, (byte) 'd');
        out.writeBytes(CountingAllocator.bytes("x".repeat(40)));
        Wire.end(out, copy);
        return ByteBufUtil.getBytes(out);
    }

    private List<String> read(byte[] stream, int... cuts) {
        FrameReader reader = reader();
        List<String> messages = new ArrayList<>();
        int at = 0;
        for (int cut : cuts) {
            reader.append(buffers.buffer(stream, at, cut));
            drain(reader, messages);
            at = cut;
        }
        reader.append(buffers.buffer(stream, at, stream.length));
        drain(reader, messages);
        assertEquals(0, reader.pendingBytes());
        reader.trim();
        assertEquals(0, buffers.inUse(), "nothing is kept between messages");
        reader.close();
        return messages;
    }

    private static void drain(FrameReader reader, List<String> into) {
        while (reader.next()) {
            into.add((char) reader.tag() + " "
                    + ByteBufUtil.hexDump(reader.buffer(), reader.bodyStart(), reader.bodyLength()));
        }
    }

    private static List<String> shortened(List<String> messages) {
        return messages.stream()
                .map(message -> message.length() <= 4 ? message : message.substring(0, 4) + " ...")
                .toList();
    }
}
