package dev.colonnade.server.session;

import dev.colonnade.planner.plan.Verdict;

/** What sessions count; implemented by whoever publishes figures. Called on event loops: cheap and never blocking. */
public interface SessionMetrics {
    SessionMetrics NONE = new SessionMetrics() {
        @Override
        public void statement(Verdict verdict, int branches, long nanos) {}

        @Override
        public void refused(String code) {}

        @Override
        public void error(String sqlState) {}

        @Override
        public void commitUnknown() {}

        @Override
        public void cancelled() {}
    };

    /** A statement is over. */
    void statement(Verdict verdict, int branches, long nanos);

    void refused(String code);

    void error(String sqlState);

    /** A commit whose outcome a client was told is unknown (08007). */
    void commitUnknown();

    void cancelled();
}
