package dev.colonnade.server.observe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.topology.PhysicalShardId;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The meters of the data path make no garbage. */
final class AllocationTest {
    private static final int STATEMENTS = 200_000;

    private final ProxyMetrics metrics = new ProxyMetrics();
    private final PoolMeters pool =
            metrics.watchPool(new PhysicalShardId("east"), new PoolFigures(() -> 0, () -> 0, () -> 0, () -> 0));

    @Test
    void countingAStatementAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        statements();
        long before = threads.getCurrentThreadAllocatedBytes();
        statements();
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        // the slack is for what the time windows of the maxima turn over once in a while
        assertTrue(bytes < STATEMENTS, bytes + " bytes for " + STATEMENTS + " statements");
    }

    private void statements() {
        for (int i = 0; i < STATEMENTS; i++) {
            metrics.planned(Verdict.ONE);
            pool.waited(i);
            metrics.scattered(4);
            metrics.failed("0A000");
            metrics.sent(1, 100);
            metrics.answered(Verdict.ONE, i);
        }
    }
}
