package dev.colonnade.server.observe;

import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.Verdict;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per statement, as key=value pairs, for who sets the logger {@value #LOGGER} to DEBUG. Neither text nor values of
 * a statement are in it. Thread-safe; costs one check while it is off.
 */
public final class QueryLog {
    public static final String LOGGER = "colonnade.query";

    private final Logger log;

    public QueryLog() {
        this(LoggerFactory.getLogger(LOGGER));
    }

    QueryLog(Logger log) {
        this.log = log;
    }

    /** A statement ran, well or not: rows were sent for so long. */
    public void ran(Verdict verdict, RouteReason reason, int branches, long rows, long micros) {
        if (log.isDebugEnabled()) {
            log.debug(
                    "verdict={} reason={} branches={} rows={} micros={}",
                    label(verdict),
                    reason,
                    branches,
                    rows,
                    micros);
        }
    }

    /** A statement was refused. */
    public void refused(RefusalCode code, long micros) {
        if (log.isDebugEnabled()) {
            log.debug("verdict={} code={} micros={}", label(Verdict.REFUSED), code, micros);
        }
    }

    private static String label(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
