package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.scatter.Bound;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.Verdict;
import org.jspecify.annotations.Nullable;

/** What Bind made: a statement with values, and where it goes. */
sealed interface Portal {
    PreparedStatement statement();

    /** Bound on a server, under the client's own portal name. */
    record OnServer(PreparedStatement statement, ServerConnection connection, Verdict verdict) implements Portal {}

    /** To be run on several databases. */
    record OverShards(PreparedStatement statement, PhysicalPlan plan, Bound bound, Suspended suspended)
            implements Portal {}

    /** To be done by the session itself. */
    record Here(PreparedStatement statement) implements Portal {}

    /** What an Execute of a scatter left for the next one. */
    final class Suspended {
        /** The rows that are still to be fetched, none after the last; null before the first Execute, and where the statement returns none. */
        @Nullable
        HeldRows rows;

        /** It has run: it must not run again. */
        boolean completed;
    }
}
