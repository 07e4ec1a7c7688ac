package dev.colonnade.execution.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DataRow bodies made and read by hand. */
final class TestRows {
    /** Counts what it has given out, so that a test can prove that all of it came back. */
    static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false);

    private TestRows() {}

    static void assertNothingHeld() {
        assertEquals(
                0,
                ALLOCATOR.metric().usedHeapMemory() + ALLOCATOR.metric().usedDirectMemory(),
                "bytes of buffers that were not released");
    }

    /** Fields: String (text format), Integer, Long, Short, Double, Float, Boolean (binary), byte[] (as it is), null. */
    static ByteBuf row(@Nullable Object... fields) {
        ByteBuf body = ALLOCATOR.buffer();
        body.writeShort(fields.length);
        for (Object field : fields) {
            if (field == null) {
                body.writeInt(-1);
            } else {
                byte[] bytes = bytes(field);
                body.writeInt(bytes.length).writeBytes(bytes);
            }
        }
        return body;
    }

    static byte[] bytes(Object field) {
        return switch (field) {
            case String s -> s.getBytes(StandardCharsets.UTF_8);
            case Short v -> ByteBuffer.allocate(2).putShort(v).array();
            case Integer v -> ByteBuffer.allocate(4).putInt(v).array();
            case Long v -> ByteBuffer.allocate(8).putLong(v).array();
            case Float v -> ByteBuffer.allocate(4).putFloat(v).array();
            case Double v -> ByteBuffer.allocate(8).putDouble(v).array();
            case Boolean v -> new byte[] {(byte) (v ? 1 : 0)};
            case byte[] v -> v;
            default -> throw new IllegalArgumentException(field.getClass().getName());
        };
    }

    /** The fields as text, NULL as "∅", joined by commas; releases the body. */
    static String text(ByteBuf body) {
        try {
            List<String> fields = new ArrayList<>();
            int count = body.readUnsignedShort();
            for (int i = 0; i < count; i++) {
                int length = body.readInt();
                fields.add(
                        length < 0
                                ? "∅"
                                : body.readCharSequence(length, StandardCharsets.UTF_8)
                                        .toString());
            }
            if (body.isReadable()) {
                throw new AssertionError("bytes after the last field: " + body.readableBytes());
            }
            return String.join(",", fields);
        } finally {
            body.release();
        }
    }
}
