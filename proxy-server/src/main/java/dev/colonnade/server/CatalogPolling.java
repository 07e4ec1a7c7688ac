package dev.colonnade.server;

import dev.colonnade.server.catalog.CurrentCatalog;
import dev.colonnade.server.catalog.StartupCheck;
import dev.colonnade.server.catalog.StartupFinding;
import dev.colonnade.topology.CurrentTopology;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the catalogue again from time to time, since tables may change behind the proxy's back, and checks databases that were down at
 * start as soon as they answer. Owns one thread.
 */
final class CatalogPolling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogPolling.class);
    private static final long PERIOD_SECONDS = 15;

    /** Clients' errors may ask for a reading this often, not more: they are free to make errors. */
    private static final long DOUBT_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong doubtedNanos = new AtomicLong(System.nanoTime());

    private final CurrentCatalog catalog;
    private final StartupCheck check;
    private final CurrentTopology topology;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("catalog-polling").daemon().factory());
    private volatile List<StartupFinding> findings;

    CatalogPolling(
            CurrentCatalog catalog, StartupCheck check, CurrentTopology topology, List<StartupFinding> findings) {
        this.catalog = catalog;
        this.check = check;
        this.topology = topology;
        this.findings = findings;
        thread.scheduleWithFixedDelay(this::poll, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** What the last check found. */
    List<StartupFinding> findings() {
        return findings;
    }

    /** A server's error says that the catalogue may be stale. Thread-safe, never blocks. */
    void doubted() {
        long before = doubtedNanos.get();
        long now = System.nanoTime();
        if (now - before > DOUBT_PERIOD_NANOS && doubtedNanos.compareAndSet(before, now)) {
            refresh();
        }
    }

    private void poll() {
        refresh();
        recheck();
    }

    private void refresh() {
        catalog.refresh().whenComplete((read, failure) -> {
            if (failure != null) {
                LOG.warn("the catalogue could not be read: {}", failure.getMessage());
            }
        });
    }

    private void recheck() {
        boolean someDown =
                findings.stream().anyMatch(finding -> finding.kind().severity() == StartupFinding.Severity.DOWN);
        if (!someDown) {
            return;
        }
        try {
            List<StartupFinding> now = check.run(topology.snapshot());
            if (!now.equals(findings)) {
                now.forEach(finding -> LOG.warn("{}", finding));
            }
            findings = now;
        } catch (SQLException e) {
            LOG.warn("the databases could not be checked: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("checking the databases", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
