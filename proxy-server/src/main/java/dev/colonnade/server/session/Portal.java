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

    /** Rows of a scatter that a limited Execute left for the next one. */
    final class Suspended {
        @Nullable
        HeldRows rows;
    }
}
