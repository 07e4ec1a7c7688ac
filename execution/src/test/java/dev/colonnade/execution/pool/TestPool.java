package dev.colonnade.execution.pool;

import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.wire.backend.ErrorFields;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pool on an event loop of its own, with calls that go over to the loop and wait for what comes of it. */
public final class TestPool implements AutoCloseable {
    static final NameLookup NAMES = new NameLookup();

    private static final int SECONDS_MAX = 30;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ServerPool pool;

    private TestPool(ServerAccess access, PoolLimits limits) {
        pool = new ServerPool(loop, access, limits, shard -> OidTranslation.IDENTITY);
    }

    /** Trusted, with bounds that no test reaches by accident. */
    public static TestPool ofSize(int connectionsMax) {
        return new TestPool(access("postgres", null), limits(connectionsMax));
    }

    static TestPool with(PoolLimits limits) {
        return new TestPool(access("postgres", null), limits);
    }

    static TestPool with(ServerAccess access) {
        return new TestPool(access, limits(4));
    }

    static PoolLimits limits(int connectionsMax) {
        return new PoolLimits(connectionsMax, 100, 20_000, 60_000, 4);
    }

    static ServerAccess access(String user, @Nullable Supplier<String> password) {
        return new ServerAccess(user, password, NioSocketChannel.class, NAMES, 10_000, 1 << 20, 100);
    }

    /** A lease that was refused. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient ErrorFields reason;

        Refused(ErrorFields reason) {
            super(reason.sqlState() + " " + reason.message());
            this.reason = reason;
        }

        ErrorFields reason() {
            return reason;
        }
    }

    ServerPool pool() {
        return pool;
    }

    /** Runs it on the loop; its result. */
    public <T> T onLoop(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(call.call());
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
            }
        });
        return await(result);
    }

    /** Runs it on the loop. */
    public void doOnLoop(Runnable call) {
        onLoop(() -> {
            call.run();
            return true;
        });
    }

    /** A connection, or the refusal, as an exception. */
    public ServerConnection lease(PhysicalShard shard) {
        return await(leaseLater(shard));
    }

    CompletableFuture<ServerConnection> leaseLater(PhysicalShard shard) {
        CompletableFuture<ServerConnection> leased = new CompletableFuture<>();
        doOnLoop(() -> pool.lease(shard, SessionSettings.NONE, new ServerPool.Lessee() {
            @Override
            public void leased(ServerConnection connection) {
                leased.complete(connection);
            }

            @Override
            public void refused(ErrorFields reason) {
                leased.completeExceptionally(new Refused(reason));
            }
        }));
        return leased;
    }

    /** Why no connection is to be had. */
    ErrorFields refusal(PhysicalShard shard) {
        try {
            lease(shard);
        } catch (Refused refused) {
            return refused.reason();
        }
        throw new AssertionError("leased");
    }

    /** Runs a statement to its end. */
    public ControlQuery.Outcome run(ServerConnection connection, String sql) {
        CompletableFuture<ControlQuery.Outcome> outcome = new CompletableFuture<>();
        doOnLoop(() -> connection.run(sql, outcome::complete));
        return await(outcome);
    }

    /** The first column of the first row. */
    public String query(ServerConnection connection, String sql) {
        Transcript transcript = new Transcript();
        doOnLoop(() -> {
            connection.attach(transcript);
            dev.colonnade.wire.frontend.FrontendWriter.query(connection.out(), sql);
            connection.syncWritten();
            connection.flush();
        });
        transcript.awaitReady();
        return transcript.firstField();
    }

    public void release(ServerConnection connection) {
        doOnLoop(connection::release);
    }

    ServerPool.Figures figures(PhysicalShard shard) {
        return onLoop(() -> pool.figures(shard.id()));
    }

    /** Waits until it is so; it is asked on the loop, so that what is under way there goes on. */
    public void until(String what, BooleanSupplier condition) {
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        ask(condition, reached);
        try {
            reached.get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("waited for: " + what, e);
        }
    }

    private void ask(BooleanSupplier condition, CompletableFuture<Boolean> reached) {
        loop.schedule(
                () -> {
                    if (condition.getAsBoolean()) {
                        reached.complete(true);
                    } else if (!loop.isShuttingDown()) {
                        ask(condition, reached);
                    }
                },
                5,
                TimeUnit.MILLISECONDS);
    }

    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new AssertionError(e.getCause());
        }
    }

    @Override
    public void close() {
        doOnLoop(pool::close);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
