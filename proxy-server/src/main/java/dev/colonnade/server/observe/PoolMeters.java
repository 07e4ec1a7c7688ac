package dev.colonnade.server.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The meters of one physical shard's pool. Thread-safe. */
public final class PoolMeters implements AutoCloseable {
    /** Fewer steps than a statement's latency has, since there is one set per physical shard. */
    private static final Duration[] WAIT_STEPS = {
        Duration.ofMillis(1),
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Timer wait;
    private final List<Meter> all;

    PoolMeters(MeterRegistry registry, String shard, PoolFigures figures) {
        this.registry = registry;
        this.wait = Timer.builder("colonnade.pool.wait")
                .description("Time that statements waited for a server connection.")
                .tag("shard", shard)
                .serviceLevelObjectives(WAIT_STEPS)
                .register(registry);
        this.all = List.of(
                wait,
                gauge(
                        "open",
                        "Server connections: idle, leased and those being made or closed.",
                        shard,
                        figures.open()),
                gauge("idle", "Server connections that are ready to be leased.", shard, figures.idle()),
                gauge("leased", "Server connections in use by a statement or transaction.", shard, figures.leased()),
                gauge("waiting", "Requests that wait for a server connection.", shard, figures.waiting()));
    }

    /** A lease was granted or given up after so long. Called on the data path; allocates nothing. */
    public void waited(long nanos) {
        wait.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Takes the meters out of the scrape: the pool is no more. */
    @Override
    public void close() {
        all.forEach(registry::remove);
    }

    private Gauge gauge(String name, String description, String shard, IntSupplier figure) {
        return Gauge.builder("colonnade.server.connections." + name, figure::getAsInt)
                .description(description)
                .tag("shard", shard)
                .register(registry);
    }
}
