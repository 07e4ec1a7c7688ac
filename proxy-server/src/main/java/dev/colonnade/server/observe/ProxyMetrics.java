package dev.colonnade.server.observe;

import dev.colonnade.execution.transaction.Resolution;
import dev.colonnade.execution.transaction.TwoPhaseCommit;
import dev.colonnade.planner.PlanCacheFigures;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.topology.PhysicalShardId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * The proxy's meters, one method per event. Thread-safe; the methods that are called per statement look nothing up by text
 * and allocate nothing.
 *
 * <p>Every series is known before the first statement: labels are only verdict, refusal code, SQLSTATE class and physical
 * shard, so that no client can make more of them.
 */
// Micrometer keeps the simpleclient registry for Prometheus' old client and marks it as old; there is no other name for
// it
@SuppressWarnings("deprecation")
public final class ProxyMetrics {
    private static final Duration[] LATENCY_STEPS = {
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };
    private static final double[] BRANCH_STEPS =
            DoubleStream.of(1, 2, 4, 8, 16, 32, 64, 128, 256).toArray();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Verdict, Counter> queries = new EnumMap<>(Verdict.class);
    private final Map<Verdict, Timer> latencies = new EnumMap<>(Verdict.class);
    private final Map<RefusalCode, Counter> refusals = new EnumMap<>(RefusalCode.class);
    private final ErrorCounters errors = new ErrorCounters(registry);
    private final LongAdder sessionsOpen = new LongAdder();
    private final DistributionSummary branches = DistributionSummary.builder("colonnade.scatter.branches")
            .description("Databases asked by statements that ask more than one.")
            .serviceLevelObjectives(BRANCH_STEPS)
            .register(registry);
    private final Counter rowsSent = counter("colonnade.rows.sent", "Rows sent to clients.");
    private final Counter bytesSent = counter("colonnade.sent.bytes", "Bytes sent to clients.");
    private final Counter handshakes = counter("colonnade.handshakes", "Clients that came through their startup.");
    private final Counter handshakesFailed =
            counter("colonnade.handshakes.failed", "Clients that were turned away or left during their startup.");
    private final Counter cancels = counter("colonnade.cancels", "Cancel requests that met a running statement.");
    private final Counter commitsUnknown =
            counter("colonnade.commits.unknown", "Commits of which some database gave no answer (08007).");

    private final Map<String, Counter> commits = new TreeMap<>();
    private final Map<String, Counter> commitCommands = new TreeMap<>();
    private final Map<String, Counter> recovered = new TreeMap<>();
    private final Timer commitTime = Timer.builder("colonnade.two.phase.commit")
            .description("Time from the first PREPARE of a transaction over several databases to its end.")
            .serviceLevelObjectives(LATENCY_STEPS)
            .register(registry);
    private final AtomicLong inDoubt = new AtomicLong();
    private volatile double inDoubtSeconds;

    public ProxyMetrics() {
        for (TwoPhaseCommit.Outcome outcome : TwoPhaseCommit.Outcome.values()) {
            commits.put(
                    outcome.name(),
                    labelled(
                            "colonnade.two.phase.commits", "Transactions over several databases.", "outcome", outcome));
        }
        for (TwoPhaseCommit.Command command : TwoPhaseCommit.Command.values()) {
            commitCommands.put(
                    command.name(),
                    labelled(
                            "colonnade.two.phase.commands",
                            "Commands sent to databases to commit transactions over several of them.",
                            "command",
                            command));
        }
        for (Resolution.Decision decision : Resolution.Decision.values()) {
            recovered.put(
                    decision.name(),
                    labelled(
                            "colonnade.transactions.recovered",
                            "Prepared transactions that were ended by recovery.",
                            "decision",
                            decision));
        }
        Gauge.builder("colonnade.transactions.in.doubt", inDoubt::get)
                .description("Prepared transactions that no session of this proxy drives.")
                .register(registry);
        Gauge.builder("colonnade.transactions.in.doubt.age.seconds", () -> inDoubtSeconds)
                .description("Age of the oldest of them; to be alarmed at beyond 30.")
                .register(registry);
        for (Verdict verdict : Verdict.values()) {
            queries.put(verdict, counter(verdict));
            latencies.put(verdict, latency(verdict));
        }
        for (RefusalCode code : RefusalCode.values()) {
            refusals.put(code, counter(code));
        }
        Gauge.builder("colonnade.sessions.open", sessionsOpen::sum)
                .description("Clients behind their startup.")
                .register(registry);
    }

    /** A statement was planned; refused ones count, too. */
    public void planned(Verdict verdict) {
        of(queries, verdict).increment();
    }

    /** A statement's last answer was handed to the client's socket, so long after its message was read. */
    public void answered(Verdict verdict, long nanos) {
        of(latencies, verdict).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A statement asks so many databases; called where there is more than one. */
    public void scattered(int databases) {
        branches.record(databases);
    }

    /** So many rows in so many bytes were handed to a client's socket; once per statement, not per row. */
    public void sent(long rows, long bytes) {
        rowsSent.increment((double) rows);
        bytesSent.increment((double) bytes);
    }

    /** A statement was refused. */
    public void refused(RefusalCode code) {
        of(refusals, code).increment();
    }

    /**
     * An error was sent to a client, whoever made it.
     *
     * @param sqlState its five characters; anything else counts as {@code other}
     */
    public void failed(String sqlState) {
        errors.count(sqlState);
    }

    /** A client came through its startup. */
    public void sessionOpened() {
        handshakes.increment();
        sessionsOpen.increment();
    }

    /** A client that was counted by {@link #sessionOpened} is gone. */
    public void sessionClosed() {
        sessionsOpen.decrement();
    }

    /** A client was turned away, or left, during its startup. */
    public void handshakeFailed() {
        handshakesFailed.increment();
    }

    /** A cancel request met a running statement. */
    public void cancelled() {
        cancels.increment();
    }

    /** A commit was answered with 08007: it is unknown whether it took place everywhere. */
    public void commitUnknown() {
        commitsUnknown.increment();
    }

    /** A command of a two-phase commit goes to a database. */
    public void commitCommand(TwoPhaseCommit.Command command) {
        of(commitCommands, command.name()).increment();
    }

    /** A two-phase commit is over. */
    public void twoPhaseCommit(TwoPhaseCommit.Outcome outcome, long nanos) {
        of(commits, outcome.name()).increment();
        commitTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Recovery has ended a transaction. */
    public void recovered(Resolution.Decision decision) {
        of(recovered, decision.name()).increment();
    }

    /** What recovery found at its last look. */
    public void inDoubt(int transactions, double oldestSeconds) {
        inDoubt.set(transactions);
        inDoubtSeconds = oldestSeconds;
    }

    /** Shows a pool from now on, until the meters are closed: one pool per shard at a time, the old one closed first. */
    public PoolMeters watchPool(PhysicalShardId shard, PoolFigures figures) {
        return new PoolMeters(registry, shard.value(), figures);
    }

    /** Shows the plan cache from now on; {@code figures} is asked at every scrape, from the scraping thread. */
    public void watchPlanCache(Supplier<PlanCacheFigures> figures) {
        planCacheEntries("text", () -> figures.get().texts());
        planCacheEntries("shape", () -> figures.get().shapes());
        Gauge.builder("colonnade.plan.cache.bytes", () -> figures.get().bytes())
                .description("Memory that the cache's plans take, about.")
                .strongReference(true)
                .register(registry);
        hits("text", () -> figures.get().textHits());
        hits("shape", () -> figures.get().shapeHits());
        functionCounter(
                "colonnade.plan.cache.misses",
                "Statements that were planned.",
                () -> figures.get().misses());
        functionCounter(
                "colonnade.plan.cache.evictions",
                "Plans that had to go for want of room.",
                () -> figures.get().evictions());
    }

    private void planCacheEntries(String level, LongSupplier entries) {
        Gauge.builder("colonnade.plan.cache.entries", entries::getAsLong)
                .description("Plans in the cache, by exact text and by shape.")
                .tag("level", level)
                .strongReference(true)
                .register(registry);
    }

    /** All meters in Prometheus' text format 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }

    private Counter labelled(String name, String description, String tag, Enum<?> value) {
        return Counter.builder(name)
                .description(description)
                .tag(tag, value.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private static <K, M> M of(Map<K, M> meters, K key) {
        M meter = meters.get(key);
        if (meter == null) {
            throw new IllegalStateException("meter of " + key + ": missing (expected: one per constant)");
        }
        return meter;
    }

    private Counter counter(Verdict verdict) {
        return Counter.builder("colonnade.queries")
                .description("Statements planned, by verdict.")
                .tag("verdict", label(verdict))
                .register(registry);
    }

    private Timer latency(Verdict verdict) {
        return Timer.builder("colonnade.query")
                .description("Time from a statement's message to its last answer, by verdict.")
                .tag("verdict", label(verdict))
                .serviceLevelObjectives(LATENCY_STEPS)
                .register(registry);
    }

    private Counter counter(RefusalCode code) {
        return Counter.builder("colonnade.refusals")
                .description("Statements refused, by code.")
                .tag("code", code.name())
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** The supplier itself is held by the lambda, since the registry holds the object only weakly. */
    private void functionCounter(String name, String description, LongSupplier figure) {
        FunctionCounter.builder(name, registry, unused -> figure.getAsLong())
                .description(description)
                .register(registry);
    }

    private void hits(String level, LongSupplier figure) {
        FunctionCounter.builder("colonnade.plan.cache.hits", registry, unused -> figure.getAsLong())
                .description("Statements that found their plan, by their text or by their shape.")
                .tag("level", level)
                .register(registry);
    }

    private static String label(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
