package dev.colonnade.admin.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says where a statement would go; runs nothing. */
@FunctionalInterface
public interface PlanExplainer {
    /**
     * Plans one statement against the current topology.
     *
     * @param parameters values of $1, $2 ... in PostgreSQL's text format; null for NULL
     * @return the plan or the refusal: bad SQL is a refusal, too
     */
    Explanation explain(String sql, List<@Nullable String> parameters);
}
