package dev.colonnade.execution.pool;

import dev.colonnade.wire.frontend.FrontendWriter;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a CancelRequest over a connection of its own ("Canceling Requests in Progress"); the server closes it once it has signalled. */
final class CancelSender {
    private static final Logger LOG = LoggerFactory.getLogger(CancelSender.class);

    private CancelSender() {}

    /** @param over runs on the loop when the server has closed the request's connection, or it couldn't be made */
    static void send(ServerConnection target, EventLoop loop, ServerAccess access, Runnable over) {
        new Bootstrap()
                .group(loop)
                .channel(access.channelType())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, access.connectTimeoutMillis())
                .handler(new ChannelInboundHandlerAdapter())
                .connect(target.shard().host(), target.shard().port())
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        LOG.warn("cancel request to {} not sent: {}", target, connected.cause().toString());
                        over.run();
                        return;
                    }
                    ByteBuf request = connected.channel().alloc().buffer(32);
                    FrontendWriter.cancelRequest(request, target.processId(), target.secret());
                    connected.channel().closeFuture().addListener(closed -> over.run());
                    connected.channel().writeAndFlush(request, connected.channel().voidPromise());
                });
    }
}
