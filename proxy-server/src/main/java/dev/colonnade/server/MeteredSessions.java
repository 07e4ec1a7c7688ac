package dev.colonnade.server;

import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.server.observe.ProxyMetrics;
import dev.colonnade.server.session.SessionMetrics;

/** What sessions count, as meters. */
record MeteredSessions(ProxyMetrics metrics) implements SessionMetrics {
    @Override
    public void statement(Verdict verdict, int branches, long nanos) {
        metrics.planned(verdict);
        metrics.answered(verdict, nanos);
        if (branches > 1) {
            metrics.scattered(branches);
        }
    }

    @Override
    public void refused(String code) {
        metrics.refused(RefusalCode.valueOf(code));
    }

    @Override
    public void error(String sqlState) {
        metrics.failed(sqlState);
    }

    @Override
    public void commitUnknown() {
        metrics.commitUnknown();
    }

    @Override
    public void cancelled() {
        metrics.cancelled();
    }
}
