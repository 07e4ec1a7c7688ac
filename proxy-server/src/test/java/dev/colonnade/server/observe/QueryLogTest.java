package dev.colonnade.server.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

final class QueryLogTest {
    private final Recorder recorder = new Recorder();
    private final QueryLog log = new QueryLog(recorder);

    @Test
    void oneLinePerStatement() {
        recorder.on = true;
        log.ran(Verdict.SOME, RouteReason.KEY_IN_LIST, 2, 10, 750);
        log.refused(RefusalCode.WINDOW, 40);
        assertEquals(
                List.of(
                        "verdict=some reason=KEY_IN_LIST branches=2 rows=10 micros=750",
                        "verdict=refused code=WINDOW micros=40"),
                recorder.lines);
    }

    @Test
    void silentBelowDebug() {
        log.ran(Verdict.ONE, RouteReason.KEY_EQUALS, 1, 1, 1);
        log.refused(RefusalCode.WINDOW, 1);
        assertFalse(recorder.isDebugEnabled());
        assertEquals(List.of(), recorder.lines);
    }

    private static final class Recorder extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;
        private final transient List<String> lines = new ArrayList<>();
        private boolean on;

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return on;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return Recorder.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable failure) {
            lines.add(MessageFormatter.basicArrayFormat(pattern, arguments));
        }
    }
}
