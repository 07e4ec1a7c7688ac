package dev.colonnade.wire.codec;

import dev.colonnade.wire.ProtocolViolationException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into messages: a type byte, an int32 length that counts itself, a body. The owner pulls: {@link #append} what was
 * read, then {@link #next} until it says false; between two calls the current frame is read in place through {@link #buffer()} at {@link
 * #bodyStart()}. Lengths are checked before anything is kept. Not thread-safe; belongs to one event loop.
 *
 * <p>After a violation the stream has no boundaries: the reader throws for good. It keeps nothing that comes after that, nor after {@link
 * #close}.
 */
public final class FrameReader {
    private static final int HEADER_BYTES = 5;

    private final ByteBufAllocator allocator;
    private int bodyBytesMax;
    private @Nullable ByteBuf buffer;
    private int frameStart;
    private int frameEnd;
    private boolean violated;
    private boolean closed;

    /** @param bodyBytesMax longest body accepted, in bytes; longer ones are a protocol violation */
    public FrameReader(ByteBufAllocator allocator, int bodyBytesMax) {
        this.allocator = allocator;
        this.bodyBytesMax = bodyBytesMax;
    }

    /** The same reader with another limit for the messages that it hasn't looked at yet. */
    public FrameReader withLimit(int newBodyBytesMax) {
        bodyBytesMax = newBodyBytesMax;
        return this;
    }

    /** Takes ownership of {@code in}. The current frame, if any, is over. */
    public void append(ByteBuf in) {
        if (violated || closed) {
            in.release();
            return;
        }
        ByteBuf kept = buffer;
        if (kept == null) {
            buffer = in;
            frameStart = in.readerIndex();
            frameEnd = frameStart;
            return;
        }
        discardRead(kept);
        int needed = kept.readableBytes() + in.readableBytes();
        if (kept.refCnt() == 1 && kept.writableBytes() >= in.readableBytes() && !kept.isReadOnly()) {
            kept.writeBytes(in);
        } else {
            ByteBuf larger = allocator.ioBuffer(capacityFor(kept, needed));
            larger.writeBytes(kept).writeBytes(in);
            kept.release();
            buffer = larger;
        }
        in.release();
        frameStart = buffer().readerIndex();
        frameEnd = frameStart;
    }

    /** Room for the whole message that is arriving, so that a long one isn't copied again and again. */
    private int capacityFor(ByteBuf kept, int needed) {
        int at = kept.readerIndex();
        if (kept.readableBytes() >= HEADER_BYTES) {
            int whole = kept.getInt(at + 1) + 1;
            if (whole > needed && whole <= 1 << 20) {
                return whole;
            }
        }
        return Math.max(needed + (needed >> 1), 256);
    }

    /** Moves to the next whole message; false where more bytes are needed first. */
    public boolean next() {
        if (violated) {
            throw new ProtocolViolationException("message after a protocol violation");
        }
        ByteBuf current = buffer;
        if (current == null) {
            return false;
        }
        int start = frameEnd;
        current.readerIndex(start);
        frameStart = start;
        int available = current.writerIndex() - start;
        if (available < HEADER_BYTES) {
            return false;
        }
        int length = current.getInt(start + 1);
        if (length < 4 || length - 4 > bodyBytesMax) {
            violated = true;
            throw new ProtocolViolationException(
                    "message length " + length + " (expected: 4.." + (bodyBytesMax + 4L) + ")");
        }
        if (available - 1 < length) {
            return false;
        }
        frameEnd = start + 1 + length;
        return true;
    }

    /** The type byte of the current message. */
    public byte tag() {
        return buffer().getByte(frameStart);
    }

    /** The buffer that holds the current message; other messages may stand before and behind it. */
    public ByteBuf buffer() {
        ByteBuf current = buffer;
        if (current == null) {
            throw new IllegalStateException("no message");
        }
        return current;
    }

    public int frameStart() {
        return frameStart;
    }

    public int frameEnd() {
        return frameEnd;
    }

    public int bodyStart() {
        return frameStart + HEADER_BYTES;
    }

    public int bodyLength() {
        return frameEnd - frameStart - HEADER_BYTES;
    }

    /** Puts the current message back: the next {@link #next()} returns it again. */
    public void unread() {
        frameEnd = frameStart;
    }

    /** Bytes kept that no message has been cut from yet, a partial message included. */
    public int pendingBytes() {
        ByteBuf current = buffer;
        return current == null ? 0 : current.writerIndex() - frameEnd;
    }

    /** Lets go of a buffer that has been read to its end; to be called when nobody looks at the current message any more. */
    public void trim() {
        ByteBuf current = buffer;
        if (current != null && frameEnd == current.writerIndex()) {
            buffer = null;
            current.release();
        }
    }

    /** Moves the unread rest to the front where that is allowed and worth it. */
    private void discardRead(ByteBuf kept) {
        kept.readerIndex(frameEnd);
        if (kept.refCnt() == 1 && !kept.isReadOnly() && kept.readerIndex() > kept.capacity() / 2) {
            kept.discardReadBytes();
        }
    }

    /** Releases what is kept; idempotent. */
    public void close() {
        closed = true;
        ByteBuf current = buffer;
        if (current != null) {
            buffer = null;
            current.release();
        }
    }
}
