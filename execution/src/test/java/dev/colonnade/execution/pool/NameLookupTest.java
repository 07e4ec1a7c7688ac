package dev.colonnade.execution.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultEventLoop;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NameLookupTest {
    private static final byte[] ADDRESS = {10, 0, 0, 7};
    private final DefaultEventLoop loop = new DefaultEventLoop();

    @AfterEach
    void stop() {
        loop.shutdownGracefully();
    }

    @Test
    void theEventLoopGoesOnWhileANameIsLookedUp() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        AddressResolver<InetSocketAddress> resolver = resolver(host -> {
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return new InetAddress[] {InetAddress.getByAddress(host, ADDRESS)};
        });
        Future<InetSocketAddress> address = loop.submit(
                        () -> resolver.resolve(InetSocketAddress.createUnresolved("db.example", 5432)))
                .get();
        assertEquals("goes on", loop.submit(() -> "goes on").get());
        assertFalse(address.isDone());
        answered.countDown();
        assertEquals(new InetSocketAddress(InetAddress.getByAddress(ADDRESS), 5432), address.get());
    }

    @Test
    void aNumericAddressIsTakenAsItIs() throws Exception {
        AddressResolver<InetSocketAddress> resolver = resolver(host -> {
            throw new UnknownHostException(host);
        });
        assertEquals(
                new InetSocketAddress(InetAddress.getByAddress(ADDRESS), 5432),
                resolver.resolve(InetSocketAddress.createUnresolved("10.0.0.7", 5432))
                        .get());
        assertTrue(resolver.resolve(InetSocketAddress.createUnresolved("::1", 5432))
                .get()
                .getAddress()
                .isLoopbackAddress());
    }

    @Test
    void whatIsNotFoundFails() {
        AddressResolver<InetSocketAddress> resolver = resolver(host -> {
            throw new UnknownHostException(host);
        });
        Future<InetSocketAddress> address = resolver.resolve(InetSocketAddress.createUnresolved("no.example", 5432));
        assertInstanceOf(
                UnknownHostException.class,
                assertThrows(ExecutionException.class, address::get).getCause());
    }

    private AddressResolver<InetSocketAddress> resolver(NameLookup.Lookup lookup) {
        return new NameLookup(lookup).getResolver(loop);
    }
}
