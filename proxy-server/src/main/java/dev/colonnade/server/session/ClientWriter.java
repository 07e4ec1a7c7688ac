package dev.colonnade.server.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the client, in order: messages of our own are collected, slices of what servers sent are passed on as they are. Once it is
 * released, whatever is still written goes nowhere: what was begun for a client may end after it has left.
 */
final class ClientWriter {
    private static final int COLLECT_BYTES = 8192;

    private final Channel channel;
    private @Nullable ByteBuf collected;
    private boolean unflushed;
    private boolean released;

    ClientWriter(Channel channel) {
        this.channel = channel;
    }

    /** Where to write a message of our own. */
    ByteBuf own() {
        ByteBuf current = collected;
        if (released) {
            return Unpooled.buffer(); // of the heap: needs no release
        }
        if (current != null && current.readableBytes() >= 4 * COLLECT_BYTES) {
            writeCollected();
            current = null;
        }
        if (current == null) {
            current = channel.alloc().ioBuffer(256);
            collected = current;
        }
        return current;
    }

    /** Passes on whole messages; takes ownership. */
    void forward(ByteBuf messages) {
        if (released) {
            messages.release();
            return;
        }
        writeCollected();
        channel.write(messages, channel.voidPromise());
        unflushed = true;
    }

    /** A DataRow around its body; takes ownership. Small rows are collected: one buffer a row would cost more than the copy. */
    void dataRow(ByteBuf body) {
        int length = body.readableBytes();
        ByteBuf own = own();
        own.writeByte('D').writeInt(length + 4);
        if (length <= COLLECT_BYTES) {
            own.writeBytes(body);
            body.release();
            if (own.readableBytes() >= 4 * COLLECT_BYTES) {
                writeCollected();
            }
        } else {
            forward(body);
        }
    }

    private void writeCollected() {
        ByteBuf current = collected;
        if (current != null) {
            collected = null;
            channel.write(current, channel.voidPromise());
            unflushed = true;
        }
    }

    void flush() {
        writeCollected();
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    void release() {
        released = true;
        ByteBuf current = collected;
        if (current != null) {
            collected = null;
            current.release();
        }
    }
}
