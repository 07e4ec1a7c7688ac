package dev.colonnade.server.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.planner.PlanCacheFigures;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.topology.PhysicalShardId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProxyMetricsTest {
    private static final PhysicalShardId EAST = new PhysicalShardId("east");

    private final ProxyMetrics metrics = new ProxyMetrics();

    @Test
    void namesAndTypesAreStable() {
        metrics.watchPool(EAST, figures(5, 3));
        metrics.watchPlanCache(() -> new PlanCacheFigures(1, 2, 3, 4, 5, 6, 7));
        Map<String, String> expected = new TreeMap<>();
        expected.put("colonnade_queries_total", "counter");
        expected.put("colonnade_query_seconds", "histogram");
        expected.put("colonnade_query_seconds_max", "gauge");
        expected.put("colonnade_scatter_branches", "histogram");
        expected.put("colonnade_scatter_branches_max", "gauge");
        expected.put("colonnade_rows_sent_total", "counter");
        expected.put("colonnade_sent_bytes_total", "counter");
        expected.put("colonnade_refusals_total", "counter");
        expected.put("colonnade_errors_total", "counter");
        expected.put("colonnade_sessions_open", "gauge");
        expected.put("colonnade_handshakes_total", "counter");
        expected.put("colonnade_handshakes_failed_total", "counter");
        expected.put("colonnade_cancels_total", "counter");
        expected.put("colonnade_commits_unknown_total", "counter");
        expected.put("colonnade_two_phase_commits_total", "counter");
        expected.put("colonnade_two_phase_commands_total", "counter");
        expected.put("colonnade_two_phase_commit_seconds", "histogram");
        expected.put("colonnade_two_phase_commit_seconds_max", "gauge");
        expected.put("colonnade_transactions_recovered_total", "counter");
        expected.put("colonnade_transactions_in_doubt", "gauge");
        expected.put("colonnade_transactions_in_doubt_age_seconds", "gauge");
        expected.put("colonnade_server_connections_open", "gauge");
        expected.put("colonnade_server_connections_idle", "gauge");
        expected.put("colonnade_server_connections_leased", "gauge");
        expected.put("colonnade_server_connections_waiting", "gauge");
        expected.put("colonnade_pool_wait_seconds", "histogram");
        expected.put("colonnade_pool_wait_seconds_max", "gauge");
        expected.put("colonnade_plan_cache_entries", "gauge");
        expected.put("colonnade_plan_cache_bytes", "gauge");
        expected.put("colonnade_plan_cache_hits_total", "counter");
        expected.put("colonnade_plan_cache_misses_total", "counter");
        expected.put("colonnade_plan_cache_evictions_total", "counter");
        assertEquals(expected, scrape().typeByFamily());
    }

    @Test
    void statementsAreCountedByVerdict() {
        metrics.planned(Verdict.ONE);
        metrics.planned(Verdict.ONE);
        metrics.planned(Verdict.REFUSED);
        metrics.answered(Verdict.ONE, TimeUnit.MICROSECONDS.toNanos(300));
        metrics.answered(Verdict.ONE, TimeUnit.SECONDS.toNanos(60));
        Scrape scrape = scrape();
        assertEquals(2, scrape.value("colonnade_queries_total{verdict=\"one\",}"));
        assertEquals(1, scrape.value("colonnade_queries_total{verdict=\"refused\",}"));
        assertEquals(0, scrape.value("colonnade_queries_total{verdict=\"staged\",}"));
        assertEquals(0, scrape.value("colonnade_query_seconds_bucket{verdict=\"one\",le=\"2.5E-4\",}"));
        assertEquals(1, scrape.value("colonnade_query_seconds_bucket{verdict=\"one\",le=\"5.0E-4\",}"));
        assertEquals(1, scrape.value("colonnade_query_seconds_bucket{verdict=\"one\",le=\"30.0\",}"));
        assertEquals(2, scrape.value("colonnade_query_seconds_count{verdict=\"one\",}"));
        assertEquals(60.0003, scrape.value("colonnade_query_seconds_sum{verdict=\"one\",}"), 1e-9);
    }

    @Test
    void answersAreMeasured() {
        metrics.scattered(4);
        metrics.scattered(480);
        metrics.sent(10, 5_000);
        metrics.sent(1, 50);
        Scrape scrape = scrape();
        assertEquals(1, scrape.value("colonnade_scatter_branches_bucket{le=\"4.0\",}"));
        assertEquals(2, scrape.value("colonnade_scatter_branches_count"));
        assertEquals(11, scrape.value("colonnade_rows_sent_total"));
        assertEquals(5_050, scrape.value("colonnade_sent_bytes_total"));
    }

    @Test
    void refusalsAndErrorsAreCountedByTheirKind() {
        metrics.refused(RefusalCode.WINDOW);
        for (String sqlState : List.of("0A000", "08007", "08006", "ZZ999", "xx000", "", "é0000")) {
            metrics.failed(sqlState);
        }
        metrics.commitUnknown();
        metrics.cancelled();
        Scrape scrape = scrape();
        assertEquals(1, scrape.value("colonnade_refusals_total{code=\"WINDOW\",}"));
        assertEquals(1, scrape.value("colonnade_errors_total{class=\"0A\",}"));
        assertEquals(2, scrape.value("colonnade_errors_total{class=\"08\",}"));
        assertEquals(4, scrape.value("colonnade_errors_total{class=\"other\",}"));
        assertEquals(1, scrape.value("colonnade_commits_unknown_total"));
        assertEquals(1, scrape.value("colonnade_cancels_total"));
    }

    @Test
    void sessionsComeAndGo() {
        metrics.sessionOpened();
        metrics.sessionOpened();
        metrics.sessionClosed();
        metrics.handshakeFailed();
        Scrape scrape = scrape();
        assertEquals(1, scrape.value("colonnade_sessions_open"));
        assertEquals(2, scrape.value("colonnade_handshakes_total"));
        assertEquals(1, scrape.value("colonnade_handshakes_failed_total"));
    }

    @Test
    void poolsAreShownUntilTheyAreClosed() {
        PoolMeters pool = metrics.watchPool(EAST, figures(5, 3));
        pool.waited(TimeUnit.MILLISECONDS.toNanos(5));
        Scrape scrape = scrape();
        assertEquals(5, scrape.value("colonnade_server_connections_open{shard=\"east\",}"));
        assertEquals(3, scrape.value("colonnade_server_connections_idle{shard=\"east\",}"));
        assertEquals(2, scrape.value("colonnade_server_connections_leased{shard=\"east\",}"));
        assertEquals(7, scrape.value("colonnade_server_connections_waiting{shard=\"east\",}"));
        assertEquals(1, scrape.value("colonnade_pool_wait_seconds_bucket{shard=\"east\",le=\"0.01\",}"));
        pool.close();
        assertTrue(scrape().samples().keySet().stream().noneMatch(series -> series.contains("east")));
    }

    @Test
    void thePlanCacheIsShown() {
        metrics.watchPlanCache(() -> new PlanCacheFigures(10, 11, 12, 13, 14, 15, 16));
        System.gc();
        Scrape scrape = scrape();
        assertEquals(10, scrape.value("colonnade_plan_cache_entries{level=\"text\",}"));
        assertEquals(11, scrape.value("colonnade_plan_cache_entries{level=\"shape\",}"));
        assertEquals(12, scrape.value("colonnade_plan_cache_bytes"));
        assertEquals(13, scrape.value("colonnade_plan_cache_hits_total{level=\"text\",}"));
        assertEquals(14, scrape.value("colonnade_plan_cache_hits_total{level=\"shape\",}"));
        assertEquals(15, scrape.value("colonnade_plan_cache_misses_total"));
        assertEquals(16, scrape.value("colonnade_plan_cache_evictions_total"));
    }

    @Test
    void theNumberOfSeriesIsBounded() {
        for (int shard = 0; shard < 128; shard++) {
            metrics.watchPool(new PhysicalShardId("shard" + shard), figures(1, 1))
                    .waited(1);
        }
        Scrape scrape = scrape();
        assertTrue(scrape.samples().size() <= 5_000, scrape.samples().size() + " series");
        assertTrue(scrape.samples().keySet().stream().allMatch(series -> series.startsWith("colonnade_")));
        assertEquals(
                List.of("class", "code", "command", "decision", "le", "outcome", "shard", "verdict"),
                scrape.labelNames());
    }

    private Scrape scrape() {
        return Scrape.parse(metrics.scrape());
    }

    private static PoolFigures figures(int open, int idle) {
        return new PoolFigures(() -> open, () -> idle, () -> open - idle, () -> 7);
    }
}
