package dev.colonnade.server.net;

import dev.colonnade.execution.pool.ServerPool;
import dev.colonnade.server.session.ClientStartup;
import dev.colonnade.server.session.SessionContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.function.Function;

/** Gives each accepted connection its start-up conversation and its event loop's pool. */
public final class ProxyInitializer extends ChannelInitializer<Channel> {
    private final SessionContext context;
    private final Function<EventLoop, ServerPool> pools;

    public ProxyInitializer(SessionContext context, Function<EventLoop, ServerPool> pools) {
        this.context = context;
        this.pools = pools;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline().addLast("startup", new ClientStartup(context, pools.apply(channel.eventLoop())));
    }
}
