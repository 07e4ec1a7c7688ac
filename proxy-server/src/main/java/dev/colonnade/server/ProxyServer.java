package dev.colonnade.server;

import dev.colonnade.admin.AdminConfig;
import dev.colonnade.admin.AdminServer;
import dev.colonnade.execution.merge.MemoryBudget;
import dev.colonnade.execution.motion.MotionLimits;
import dev.colonnade.execution.pool.NameLookup;
import dev.colonnade.execution.pool.OidTranslation;
import dev.colonnade.execution.pool.PoolLimits;
import dev.colonnade.execution.pool.ServerAccess;
import dev.colonnade.execution.pool.ServerPool;
import dev.colonnade.execution.pool.StatementRegistry;
import dev.colonnade.execution.transaction.CommitSteps;
import dev.colonnade.execution.transaction.Commits;
import dev.colonnade.execution.transaction.Gid;
import dev.colonnade.execution.transaction.Ledger;
import dev.colonnade.planner.QueryPlanner;
import dev.colonnade.server.auth.ScramServer;
import dev.colonnade.server.auth.UserFile;
import dev.colonnade.server.catalog.CatalogLoader;
import dev.colonnade.server.catalog.CatalogSnapshot;
import dev.colonnade.server.catalog.ControlConnections;
import dev.colonnade.server.catalog.CurrentCatalog;
import dev.colonnade.server.catalog.StartupCheck;
import dev.colonnade.server.catalog.StartupFinding;
import dev.colonnade.server.config.Authentication;
import dev.colonnade.server.config.ProxyConfig;
import dev.colonnade.server.config.Secret;
import dev.colonnade.server.net.ProxyInitializer;
import dev.colonnade.server.net.Transport;
import dev.colonnade.server.observe.ProxyMetrics;
import dev.colonnade.server.recovery.Recovery;
import dev.colonnade.server.session.ClientSession;
import dev.colonnade.server.session.SessionContext;
import dev.colonnade.server.session.SessionLimits;
import dev.colonnade.server.session.SessionRegistry;
import dev.colonnade.topology.CurrentTopology;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Topology;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running proxy. {@link #start} checks the databases, reads the catalogue, binds the client port, then the admin port; {@link #close}
 * goes the other way. Thread-safe.
 */
public final class ProxyServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
    private static final int LISTEN_BACKLOG = 1024;
    private static final int STATEMENTS_PER_CONNECTION = 500;
    private static final int PORTALS_PER_SESSION = 1_000;
    private static final int SERVER_MESSAGE_BYTES_MAX = 1 << 30;
    private static final int HANDSHAKES_PER_SHARD = 4;

    /** Threads that plan long texts; more texts wait, each with its session. */
    private static final int PLANNING_THREADS = 2;

    private final MultiThreadIoEventLoopGroup group;
    private final Map<EventLoop, ServerPool> pools;
    private final ExecutorService control;
    private final ExecutorService planning;
    private final SessionContext context;
    private final Channel listener;
    private final @Nullable AdminServer admin;
    private final CatalogPolling polling;
    private final Recovery recovery;

    private ProxyServer(
            MultiThreadIoEventLoopGroup group,
            Map<EventLoop, ServerPool> pools,
            ExecutorService control,
            ExecutorService planning,
            SessionContext context,
            Channel listener,
            @Nullable AdminServer admin,
            CatalogPolling polling,
            Recovery recovery) {
        this.group = group;
        this.pools = pools;
        this.control = control;
        this.planning = planning;
        this.context = context;
        this.listener = listener;
        this.admin = admin;
        this.polling = polling;
        this.recovery = recovery;
    }

    /**
     * Starts a proxy; returns when clients can connect.
     *
     * @throws ProxyStartException where a port is taken, or a database must not be used as it is
     */
    public static ProxyServer start(ProxyConfig config, Topology topology) throws ProxyStartException {
        return start(config, topology, CommitSteps.UNWATCHED);
    }

    /** @param steps told of every step of every commit over several databases, besides the meters */
    static ProxyServer start(ProxyConfig config, Topology topology, CommitSteps steps) throws ProxyStartException {
        ControlConnections connections = new ControlConnections(config.servers());
        List<StartupFinding> findings = check(connections, topology);
        CurrentTopology current = new CurrentTopology(topology);
        ExecutorService control = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("control-", 0).factory());
        ExecutorService planning = Executors.newFixedThreadPool(
                PLANNING_THREADS,
                Thread.ofPlatform().daemon().name("planning-", 0).factory());
        CatalogLoader loader = new CatalogLoader(connections, current::snapshot);
        CurrentCatalog catalog = new CurrentCatalog(firstCatalog(loader, topology), loader::load, control);
        Transport transport = Transport.best();
        MultiThreadIoEventLoopGroup group = transport.group("proxy", config.eventLoops());
        Map<EventLoop, ServerPool> pools = pools(config, group, transport, catalog);
        ProxyMetrics metrics = new ProxyMetrics();
        CatalogPolling polling = new CatalogPolling(catalog, new StartupCheck(connections), current, findings);
        Ledger ledger = new Ledger(Gid.topologyId(topology.database()), instance());
        MeteredCommits meters = new MeteredCommits(metrics, steps);
        Recovery recovery =
                new Recovery(connections, current, ledger, config.transactions().recoverAfter(), meters);
        Commits commits = new Commits(config.transactions().severalShards(), ledger, recovery::ability, meters);
        SessionContext context = context(config, current, catalog, polling, planning, metrics, commits);
        metrics.watchPlanCache(context.planner()::cacheFigures);
        Channel listener = null;
        try {
            recovery.start();
            listener = bind(config, group, transport, context, pools);
            ProxyViews views =
                    new ProxyViews(context, pools, config, metrics, catalog, new ShardHealth(connections), recovery);
            AdminServer admin = admin(config, views);
            return new ProxyServer(group, pools, control, planning, context, listener, admin, polling, recovery);
        } catch (ProxyStartException | RuntimeException e) {
            if (listener != null) {
                listener.close().awaitUninterruptibly();
            }
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            polling.close();
            recovery.close();
            control.shutdownNow();
            planning.shutdownNow();
            throw e;
        }
    }

    private static List<StartupFinding> check(ControlConnections connections, Topology topology)
            throws ProxyStartException {
        List<StartupFinding> findings;
        try {
            findings = new StartupCheck(connections).run(topology);
        } catch (SQLException e) {
            throw new ProxyStartException("the databases could not be checked: " + e.getMessage(), e);
        }
        StringBuilder errors = new StringBuilder();
        for (StartupFinding finding : findings) {
            switch (finding.kind().severity()) {
                case NOTE -> LOG.info("{}", finding);
                case WARNING, DOWN -> LOG.warn("{}", finding);
                case ERROR -> errors.append(errors.isEmpty() ? "" : "\n").append(finding);
            }
        }
        if (!errors.isEmpty()) {
            throw new ProxyStartException(errors.toString(), null);
        }
        return findings;
    }

    private static CatalogSnapshot firstCatalog(CatalogLoader loader, Topology topology) {
        CatalogSnapshot empty = CatalogSnapshot.empty(topology.catalogHome());
        try {
            return loader.load(empty);
        } catch (SQLException e) {
            LOG.warn("no database could tell its tables yet: {}", e.getMessage());
            return empty;
        }
    }

    private static Map<EventLoop, ServerPool> pools(
            ProxyConfig config, MultiThreadIoEventLoopGroup group, Transport transport, CurrentCatalog catalog) {
        Secret password = config.servers().password();
        ServerAccess access = new ServerAccess(
                config.servers().user(),
                password == null ? null : (Supplier<String>) password::reveal,
                transport.clientType(),
                new NameLookup(),
                Math.toIntExact(config.servers().connectTimeout().toMillis()),
                SERVER_MESSAGE_BYTES_MAX,
                STATEMENTS_PER_CONNECTION);
        PoolLimits limits = new PoolLimits(
                Math.max(1, config.pool().sizePerShard() / config.eventLoops()),
                config.limits().sessions(),
                config.pool().queueTimeout().toMillis(),
                config.pool().idleTimeout().toMillis(),
                HANDSHAKES_PER_SHARD);
        Map<EventLoop, ServerPool> pools = new LinkedHashMap<>();
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            pools.put(loop, new ServerPool(loop, access, limits, shard -> translation(catalog, shard)));
        }
        return Map.copyOf(pools);
    }

    private static OidTranslation translation(CurrentCatalog catalog, PhysicalShardId shard) {
        return new ClientOids(catalog.snapshot(), shard);
    }

    private static SessionContext context(
            ProxyConfig config,
            CurrentTopology topology,
            CurrentCatalog catalog,
            CatalogPolling polling,
            Executor planning,
            ProxyMetrics metrics,
            Commits commits) {
        ScramServer scram = switch (config.authentication()) {
            case Authentication.Trust trust -> null;
            case Authentication.ScramSha256 users -> new ScramServer(UserFile.of(users), new SecureRandom());
        };
        ProxyConfig.Limits limits = config.limits();
        return new SessionContext(
                topology,
                () -> catalog.snapshot().schema(),
                () -> catalog.refresh().thenApply(read -> null),
                polling::doubted,
                new QueryPlanner(limits.planCacheEntries()),
                planning,
                new StatementRegistry(limits.planCacheEntries()),
                scram,
                new SessionRegistry(new SecureRandom()),
                new SessionLimits(
                        limits.messageBytes(),
                        limits.startupTimeout().toMillis(),
                        limits.sessions(),
                        limits.mergeBytes(),
                        limits.statementsPerSession(),
                        PORTALS_PER_SESSION,
                        MotionLimits.DEFAULT.with(limits.motionRows(), limits.motionBytes())),
                new MemoryBudget(
                        "memory budget of the proxy", Runtime.getRuntime().maxMemory() / 2, null),
                commits,
                new MeteredSessions(metrics),
                InstantSource.system());
    }

    /** No other start of a proxy has it. */
    private static String instance() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Channel bind(
            ProxyConfig config,
            MultiThreadIoEventLoopGroup group,
            Transport transport,
            SessionContext context,
            Map<EventLoop, ServerPool> pools)
            throws ProxyStartException {
        var bound = new ServerBootstrap()
                .group(group)
                .channel(transport.serverType())
                .option(ChannelOption.SO_BACKLOG, LISTEN_BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ProxyInitializer(context, loop -> pool(pools, loop)))
                .bind(config.listen().host(), config.listen().port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ProxyStartException(
                    "can't listen on " + config.listen().host() + ":"
                            + config.listen().port() + " (listen.port): "
                            + (bound.cause() instanceof BindException
                                    ? "the port is in use"
                                    : String.valueOf(bound.cause().getMessage())),
                    bound.cause());
        }
        return bound.channel();
    }

    private static ServerPool pool(Map<EventLoop, ServerPool> pools, EventLoop loop) {
        ServerPool pool = pools.get(loop);
        if (pool == null) {
            throw new IllegalStateException("no pool for " + loop);
        }
        return pool;
    }

    private static AdminServer admin(ProxyConfig config, ProxyViews views) throws ProxyStartException {
        Secret token = config.admin().token();
        try {
            return AdminServer.start(
                    new AdminConfig(
                            config.admin().host(), config.admin().port(), token == null ? null : token.reveal()),
                    views.ports());
        } catch (java.io.UncheckedIOException e) {
            throw new ProxyStartException(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
        }
    }

    /** Where clients connect. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public int adminPort() {
        return admin == null ? 0 : admin.port();
    }

    /** What the check of the databases found worth telling. */
    public List<StartupFinding> findings() {
        return polling.findings();
    }

    /** Ends all sessions with 57P01 and stops; waits a few seconds at most. */
    @Override
    public void close() {
        polling.close();
        if (admin != null) {
            admin.close();
        }
        listener.close().awaitUninterruptibly();
        ErrorFields reason =
                ErrorFields.fatal(SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
        for (ClientSession session : context.sessions().all()) {
            session.terminate(reason);
        }
        pools.forEach((loop, pool) -> loop.submit(pool::close).awaitUninterruptibly(1, TimeUnit.SECONDS));
        group.shutdownGracefully(50, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
        recovery.close();
        control.shutdownNow();
        planning.shutdownNow();
    }
}
