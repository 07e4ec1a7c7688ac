package dev.colonnade.server;

import dev.colonnade.admin.port.AdminPorts;
import dev.colonnade.admin.port.Explanation;
import dev.colonnade.admin.port.PoolStatus;
import dev.colonnade.admin.port.Readiness;
import dev.colonnade.admin.port.SessionStatus;
import dev.colonnade.admin.port.ShardStatus;
import dev.colonnade.execution.pool.ServerPool;
import dev.colonnade.planner.PlanContext;
import dev.colonnade.server.catalog.CurrentCatalog;
import dev.colonnade.server.config.ProxyConfig;
import dev.colonnade.server.explain.StatementExplainer;
import dev.colonnade.server.observe.PoolFigures;
import dev.colonnade.server.observe.ProxyMetrics;
import dev.colonnade.server.recovery.Recovery;
import dev.colonnade.server.session.ClientSession;
import dev.colonnade.server.session.SessionContext;
import dev.colonnade.server.session.SessionView;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What the admin API and the meters see of a running proxy. Thread-safe: reads figures that may lag. */
final class ProxyViews {
    private final SessionContext context;
    private final Map<EventLoop, ServerPool> pools;
    private final ProxyConfig config;
    private final ProxyMetrics metrics;
    private final CurrentCatalog catalog;
    private final ShardHealth health;
    private final Recovery recovery;

    ProxyViews(
            SessionContext context,
            Map<EventLoop, ServerPool> pools,
            ProxyConfig config,
            ProxyMetrics metrics,
            CurrentCatalog catalog,
            ShardHealth health,
            Recovery recovery) {
        this.context = context;
        this.pools = pools;
        this.config = config;
        this.metrics = metrics;
        this.catalog = catalog;
        this.health = health;
        this.recovery = recovery;
        for (PhysicalShardId shard :
                context.topology().snapshot().physicalShards().keySet()) {
            metrics.watchPool(
                    shard,
                    new PoolFigures(
                            () -> figure(shard, ServerPool.Figures::open),
                            () -> figure(shard, ServerPool.Figures::idle),
                            () -> figure(shard, ServerPool.Figures::leased),
                            () -> figure(shard, ServerPool.Figures::waiting)));
        }
    }

    AdminPorts ports() {
        return new AdminPorts(
                () -> context.topology().snapshot(),
                this::shards,
                this::sessions,
                new TransactionsByHand(recovery),
                this::explain,
                new dev.colonnade.admin.port.HealthView() {
                    @Override
                    public boolean live() {
                        return true;
                    }

                    @Override
                    public Readiness ready() {
                        return catalog.snapshot().schema().version() > 0
                                ? Readiness.READY
                                : new Readiness(List.of("no database has told its tables yet"));
                    }
                },
                metrics::scrape);
    }

    private int figure(PhysicalShardId shard, ToIntFunction<ServerPool.Figures> which) {
        return which.applyAsInt(figures(shard));
    }

    private ServerPool.Figures figures(PhysicalShardId shard) {
        ServerPool.Figures sum = new ServerPool.Figures(0, 0, 0, 0);
        for (ServerPool pool : pools.values()) {
            sum = sum.plus(pool.figures(shard));
        }
        return sum;
    }

    private List<ShardStatus> shards() {
        List<ShardStatus> all = new ArrayList<>();
        for (PhysicalShard shard :
                context.topology().snapshot().physicalShards().values()) {
            ServerPool.Figures figures = figures(shard.id());
            ShardHealth.Report report = health.look(shard);
            all.add(new ShardStatus(
                    shard,
                    report.reachable(),
                    report.lastError(),
                    report.serverVersion(),
                    new PoolStatus(
                            figures.open(),
                            figures.idle(),
                            figures.leased(),
                            figures.waiting(),
                            config.pool().sizePerShard())));
        }
        return all;
    }

    private List<SessionStatus> sessions() {
        return context.sessions().all().stream()
                .sorted(Comparator.comparingInt(ClientSession::processId))
                .map(this::status)
                .toList();
    }

    private SessionStatus status(ClientSession session) {
        SessionView view = session.view();
        return new SessionStatus(
                session.processId(),
                session.processId(),
                session.user(),
                context.topology().snapshot().database(),
                view.applicationName(),
                String.valueOf(session.channel().remoteAddress()).replaceFirst("^/", ""),
                switch (view.state()) {
                    case ACTIVE -> SessionStatus.State.ACTIVE;
                    case IDLE -> SessionStatus.State.IDLE;
                    case IN_TRANSACTION -> SessionStatus.State.IDLE_IN_TRANSACTION;
                    case FAILED -> SessionStatus.State.FAILED;
                },
                view.since(),
                view.statement().isEmpty() ? null : view.statement(),
                view.enlisted(),
                view.reservations());
    }

    private Explanation explain(String sql, List<@Nullable String> parameters) {
        return new StatementExplainer(context.planner())
                .explain(
                        sql,
                        parameters,
                        new PlanContext(
                                context.topology().snapshot(), context.catalog().get(), List.of("public")));
    }
}
