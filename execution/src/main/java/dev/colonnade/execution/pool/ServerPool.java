package dev.colonnade.execution.pool;

import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server connections of one event loop: a shelf and a fair queue per physical shard. Leasing and giving back never leave the loop.
 * Not thread-safe; {@link #figures} may be read from anywhere.
 */
public final class ServerPool {
    private static final Logger LOG = LoggerFactory.getLogger(ServerPool.class);

    private static final long SWEEP_MILLIS_MAX = 5_000;
    private static final ErrorFields STOPPED = ErrorFields.error(SqlState.ADMIN_SHUTDOWN, "the proxy is shutting down");

    private final EventLoop loop;
    private final ServerAccess access;
    private final PoolLimits limits;
    private final Function<PhysicalShardId, OidTranslation> translations;
    /** Changed on the loop only; figures are read from elsewhere. */
    private final Map<PhysicalShardId, Shelf> shelves = new ConcurrentHashMap<>();

    private final ScheduledFuture<?> sweeper;
    private boolean closed;

    /** @param translations the current one of each database */
    public ServerPool(
            EventLoop loop,
            ServerAccess access,
            PoolLimits limits,
            Function<PhysicalShardId, OidTranslation> translations) {
        this.translations = translations;
        this.loop = loop;
        this.access = access;
        this.limits = limits;
        long sweepMillis = Math.max(1, Math.min(SWEEP_MILLIS_MAX, limits.idleTimeoutMillis() / 2));
        this.sweeper = loop.scheduleWithFixedDelay(this::sweep, sweepMillis, sweepMillis, TimeUnit.MILLISECONDS);
    }

    /** Told once: a connection, or why there is none. */
    public interface Lessee {
        /** Leased until {@link ServerConnection#release()}. */
        void leased(ServerConnection connection);

        void refused(ErrorFields reason);
    }

    /** A place in the queue. */
    public interface Waiting {
        /** Leaves the queue; the lessee is not told. */
        void giveUp();
    }

    /** The connection at hand, or null where one has to be waited for. */
    public @Nullable ServerConnection tryLease(PhysicalShard shard, SessionSettings wanted) {
        return shelf(shard).take(wanted);
    }

    /** Leases a connection as soon as there is one: from the shelf, a new one below the cap, or when another is given back. */
    public Waiting lease(PhysicalShard shard, SessionSettings wanted, Lessee lessee) {
        Shelf shelf = shelf(shard);
        Waiter waiter = new Waiter(shelf, lessee);
        if (closed) {
            lessee.refused(STOPPED);
            return waiter;
        }
        ServerConnection ready = shelf.waiters.isEmpty() ? shelf.take(wanted) : null;
        if (ready != null) {
            lessee.leased(ready);
            return waiter;
        }
        if (shelf.waiters.size() >= limits.waitersMax()) {
            lessee.refused(ErrorFields.of(
                    "ERROR",
                    SqlState.TOO_MANY_CONNECTIONS,
                    "too many clients wait for shard \"" + shard.id().value() + "\"",
                    "The queue holds " + limits.waitersMax() + " already.",
                    "Raise pool.size_per_shard, or send less at once."));
            return waiter;
        }
        shelf.waiters.add(waiter);
        waiter.deadline = loop.schedule(waiter::timedOut, limits.queueTimeoutMillis(), TimeUnit.MILLISECONDS);
        shelf.connectIfBelowCap();
        return waiter;
    }

    private Shelf shelf(PhysicalShard shard) {
        Shelf shelf = shelves.get(shard.id());
        if (shelf == null) {
            shelf = new Shelf(shard);
            shelves.put(shard.id(), shelf);
        } else if (!shelf.shard.equals(shard)) {
            shelf.moveTo(shard);
        }
        return shelf;
    }

    /** Figures of one shard's shelf; zeros where nothing was ever leased. */
    public Figures figures(PhysicalShardId shard) {
        Shelf shelf = shelves.get(shard);
        return shelf == null
                ? new Figures(0, 0, 0, 0)
                : new Figures(shelf.open, shelf.idle.size(), shelf.open - shelf.idle.size(), shelf.waiters.size());
    }

    /**
     * What a shelf holds; a connection being made counts as open and leased.
     */
    public record Figures(int open, int idle, int leased, int waiting) {
        public Figures plus(Figures other) {
            return new Figures(open + other.open, idle + other.idle, leased + other.leased, waiting + other.waiting);
        }
    }

    /** Ends idle connections now and leased ones as they come back; nothing is lent any more. To be called on the loop. */
    public void close() {
        closed = true;
        sweeper.cancel(false);
        for (Shelf shelf : shelves.values()) {
            shelf.endIdle();
            shelf.refuseWaiters(STOPPED);
        }
    }

    OidTranslation oids(PhysicalShardId shard) {
        return translations.apply(shard);
    }

    // ---- what connections report

    void connected(ServerConnection connection) {
        Shelf shelf = shelfOf(connection);
        shelf.connecting--;
        shelf.serve(connection);
        shelf.connectIfBelowCap();
    }

    void returned(ServerConnection connection) {
        if (connection.isOpen()) {
            shelfOf(connection).serve(connection);
        }
    }

    /** Where it came from, even if the shard has another address by now. */
    private Shelf shelfOf(ServerConnection connection) {
        Shelf shelf = shelves.get(connection.shard().id());
        if (shelf == null) {
            throw new IllegalStateException(connection + " belongs to no shelf");
        }
        return shelf;
    }

    void ended(ServerConnection connection, ServerConnectionState before, ErrorFields reason) {
        Shelf shelf = shelfOf(connection);
        shelf.open--;
        switch (before) {
            case CONNECTING -> {
                shelf.connecting--;
                shelf.connectFailed(reason);
            }
            case IDLE -> shelf.idle.remove(connection);
            case LEASED, CANCELLING, CLOSED -> {
                // the lessee is told by the connection itself
            }
        }
        if (!shelf.waiters.isEmpty() && before != ServerConnectionState.CONNECTING) {
            shelf.connectIfBelowCap();
        }
    }

    private void sweep() {
        long oldest = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(limits.idleTimeoutMillis());
        for (Shelf shelf : shelves.values()) {
            Iterator<ServerConnection> idle = shelf.idle.iterator();
            while (idle.hasNext()) {
                ServerConnection connection = idle.next();
                if (connection.idleSinceNanos() - oldest < 0) {
                    idle.remove();
                    connection.leased();
                    connection.terminate();
                }
            }
        }
    }

    private static final class Waiter implements Waiting {
        private final Shelf shelf;
        private final Lessee lessee;
        private @Nullable ScheduledFuture<?> deadline;

        Waiter(Shelf shelf, Lessee lessee) {
            this.shelf = shelf;
            this.lessee = lessee;
        }

        void timedOut() {
            if (shelf.waiters.remove(this)) {
                lessee.refused(ErrorFields.of(
                        "ERROR",
                        SqlState.TOO_MANY_CONNECTIONS,
                        "no connection to shard \"" + shelf.shard.id().value() + "\" became free in time",
                        "All " + shelf.open + " connections of this event loop's share are in use.",
                        "Raise pool.size_per_shard or pool.queue_timeout."));
            }
        }

        void satisfied() {
            ScheduledFuture<?> pending = deadline;
            if (pending != null) {
                pending.cancel(false);
            }
        }

        @Override
        public void giveUp() {
            if (shelf.waiters.remove(this)) {
                satisfied();
            }
        }
    }

    private final class Shelf {
        private PhysicalShard shard;
        private final Deque<ServerConnection> idle = new ArrayDeque<>();
        private final Deque<Waiter> waiters = new ArrayDeque<>();
        private int open;
        private int connecting;

        Shelf(PhysicalShard shard) {
            this.shard = shard;
        }

        /** The shard has another address: connections to the old one end as they come back. */
        void moveTo(PhysicalShard other) {
            shard = other;
            endIdle();
        }

        void endIdle() {
            for (ServerConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
                connection.leased();
                connection.terminate();
            }
        }

        void refuseWaiters(ErrorFields reason) {
            // those that come back at once with another lease wait for that one's own outcome
            List<Waiter> refused = List.copyOf(waiters);
            waiters.clear();
            for (Waiter waiter : refused) {
                waiter.satisfied();
                waiter.lessee.refused(reason);
            }
        }

        /** Last in, first out, so that few connections stay warm; one with the same settings is preferred among the nearest. */
        @Nullable
        ServerConnection take(SessionSettings wanted) {
            ServerConnection best = null;
            int looked = 0;
            for (Iterator<ServerConnection> nearest = idle.descendingIterator();
                    nearest.hasNext() && looked < 4;
                    looked++) {
                ServerConnection candidate = nearest.next();
                if (candidate.settings().equals(wanted)) {
                    best = candidate;
                    break;
                }
                best = best == null ? candidate : best;
            }
            if (best == null) {
                return null;
            }
            if (best == idle.peekLast()) {
                idle.pollLast();
            } else {
                idle.removeLastOccurrence(best);
            }
            best.leased();
            return best;
        }

        void serve(ServerConnection connection) {
            if (closed || !connection.shard().equals(shard)) {
                connection.leased();
                connection.terminate();
                return;
            }
            Waiter next = waiters.poll();
            if (next != null) {
                next.satisfied();
                connection.leased();
                next.lessee.leased(connection);
            } else {
                connection.idle(System.nanoTime());
                idle.add(connection);
            }
        }

        void connectIfBelowCap() {
            if (open < limits.connectionsMax() && connecting < waiters.size() && connecting < limits.handshakesMax()) {
                open++;
                connecting++;
                connect();
            }
        }

        private void connect() {
            PhysicalShard target = shard;
            ServerLogin login = new ServerLogin(access.user(), access.password());
            ServerConnection[] made = new ServerConnection[1];
            new Bootstrap()
                    .group(loop)
                    .channel(access.channelType())
                    .resolver(access.names())
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, access.connectTimeoutMillis())
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            made[0] = new ServerConnection(target, access, channel, ServerPool.this, login);
                            channel.pipeline().addLast(made[0]);
                        }
                    })
                    .connect(target.host(), target.port())
                    .addListener((ChannelFuture connected) -> {
                        if (connected.isSuccess()) {
                            ServerConnection connection = made[0];
                            loop.schedule(
                                    () -> {
                                        if (connection.state() == ServerConnectionState.CONNECTING) {
                                            connection.close("no answer to the start-up message in time");
                                        }
                                    },
                                    access.connectTimeoutMillis(),
                                    TimeUnit.MILLISECONDS);
                        } else {
                            LOG.warn(
                                    "shard {} can't be reached: {}",
                                    target.id().value(),
                                    connected.cause().toString());
                            open--;
                            connecting--;
                            connectFailed(ErrorFields.of(
                                    "ERROR",
                                    SqlState.CONNECTION_FAILURE,
                                    "shard \"" + target.id().value() + "\" can't be reached",
                                    connected.cause().getMessage() == null
                                            ? ""
                                            : connected.cause().getMessage(),
                                    ""));
                        }
                    });
        }

        /** Whoever waits learns the reason at once, unless connections exist that may still come back. */
        void connectFailed(ErrorFields reason) {
            if (open > 0) {
                return;
            }
            ErrorFields named = reason.message().contains(shard.id().value())
                    ? reason
                    : reason.with('M', "shard \"" + shard.id().value() + "\": " + reason.message());
            refuseWaiters(named.with('S', "ERROR").with('V', "ERROR"));
        }
    }
}
