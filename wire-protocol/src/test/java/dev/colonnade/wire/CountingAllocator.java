package dev.colonnade.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * An allocator that knows what is in use. Unlike a leak detector, which waits for the garbage collector, it answers at once and for every
 * buffer. Pooled, since slices of pooled buffers count references in their own way.
 */
public final class CountingAllocator {
    private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(true, 1, 1, 8192, 3, 0, 0, false);

    public PooledByteBufAllocator allocator() {
        return allocator;
    }

    /** A buffer of its own with exactly these bytes. */
    public ByteBuf buffer(byte[] bytes, int start, int end) {
        return allocator.directBuffer(Math.max(end - start, 1)).writeBytes(bytes, start, end - start);
    }

    /** How many buffers haven't been released. */
    public long inUse() {
        return allocator.metric().directArenas().stream()
                        .mapToLong(arena -> arena.numActiveAllocations())
                        .sum()
                + allocator.metric().heapArenas().stream()
                        .mapToLong(arena -> arena.numActiveAllocations())
                        .sum();
    }

    /** Bytes that hold these characters one to one. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
