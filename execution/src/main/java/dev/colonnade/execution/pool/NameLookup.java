package dev.colonnade.execution.pool;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks up the names of servers on threads of its own: what the system offers (hosts file, name services) blocks, and event loops mustn't.
 * Thread-safe; one for all pools. Its threads end by themselves when there is nothing to look up.
 */
public final class NameLookup extends AddressResolverGroup<InetSocketAddress> {
    /** Lookups at once; more wait, as the connections do that they are for. */
    private static final int THREADS = 4;

    private static final long IDLE_SECONDS = 10;

    private final Lookup lookup;
    private final Executor threads;

    /** By the system. */
    public NameLookup() {
        this(InetAddress::getAllByName);
    }

    NameLookup(Lookup lookup) {
        this.lookup = lookup;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("name-lookup-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** May block. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws IOException;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor loop) {
        return new InetNameResolver(loop) {
            @Override
            protected void doResolve(String host, Promise<InetAddress> address) {
                look(host, address, found -> found[0]);
            }

            @Override
            protected void doResolveAll(String host, Promise<List<InetAddress>> addresses) {
                look(host, addresses, List::of);
            }
        }.asAddressResolver();
    }

    private interface Choice<T> {
        T of(InetAddress[] found);
    }

    private <T> void look(String host, Promise<T> promise, Choice<T> choice) {
        byte[] numeric = NetUtil.createByteArrayFromIpAddressString(host);
        if (numeric != null) {
            complete(promise, () -> new InetAddress[] {InetAddress.getByAddress(host, numeric)}, choice);
        } else {
            threads.execute(() -> complete(promise, () -> lookup.of(host), choice));
        }
    }

    private interface Found {
        InetAddress[] get() throws IOException;
    }

    private static <T> void complete(Promise<T> promise, Found found, Choice<T> choice) {
        try {
            promise.trySuccess(choice.of(found.get()));
        } catch (IOException | RuntimeException e) {
            promise.tryFailure(e);
        }
    }
}
