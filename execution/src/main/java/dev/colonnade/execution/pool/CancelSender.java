package dev.colonnade.execution.pool;

import dev.colonnade.wire.frontend.FrontendWriter;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a CancelRequest over a connection of its own ("Canceling Requests in Progress"); the server closes it once it has signalled. */
final class CancelSender {
    private static final Logger LOG = LoggerFactory.getLogger(CancelSender.class);

    private CancelSender() {}

    /** Told once, on the loop. */
    @FunctionalInterface
    interface Over {
        /** @param settled whether the request has been dealt with, or was never sent; else it may still take effect */
        void over(boolean settled);
    }

    /** @param over told when the server has closed the request's connection, doesn't do so in time, or it couldn't be made */
    static void send(ServerConnection target, EventLoop loop, ServerAccess access, Over over) {
        new Bootstrap()
                .group(loop)
                .channel(access.channelType())
                .resolver(access.names())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, access.connectTimeoutMillis())
                .handler(new ChannelInboundHandlerAdapter())
                .connect(target.shard().host(), target.shard().port())
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        LOG.warn(
                                "cancel request to {} not sent: {}",
                                target,
                                connected.cause().toString());
                        over.over(true);
                        return;
                    }
                    ByteBuf request = connected.channel().alloc().buffer(32);
                    FrontendWriter.cancelRequest(request, target.processId(), target.secret());
                    ScheduledFuture<?> deadline = loop.schedule(
                            () -> {
                                connected.channel().close();
                            },
                            access.connectTimeoutMillis(),
                            TimeUnit.MILLISECONDS);
                    // the deadline can only be cancelled where the server was the one to close
                    connected.channel().closeFuture().addListener(closed -> over.over(deadline.cancel(false)));
                    connected
                            .channel()
                            .writeAndFlush(request, connected.channel().voidPromise());
                });
    }
}
