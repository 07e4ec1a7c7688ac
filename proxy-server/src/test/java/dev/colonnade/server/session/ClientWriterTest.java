package dev.colonnade.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

final class ClientWriterTest {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ClientWriter writer = new ClientWriter(channel);

    ClientWriterTest() {
        channel.config().setOption(ChannelOption.ALLOCATOR, allocator);
    }

    @Test
    void whatIsWrittenForAClientThatHasLeftIsReleased() {
        writer.own().writeByte('S');
        writer.release();
        writer.own().writeByte('C');
        writer.forward(row());
        writer.dataRow(row());
        writer.flush();
        assertEquals(0, allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory());
        assertEquals(0, channel.outboundMessages().size());
    }

    @Test
    void messagesGoOutInTheOrderOfTheirWriting() {
        writer.own().writeByte('a');
        writer.forward(allocator.buffer(1).writeByte('b'));
        writer.own().writeByte('c');
        writer.flush();
        StringBuilder sent = new StringBuilder();
        for (ByteBuf one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
            sent.append((char) one.readByte());
            one.release();
        }
        assertEquals("abc", sent.toString());
    }

    private ByteBuf row() {
        return allocator.buffer(8).writeInt(1).writeInt(2);
    }
}
