package dev.colonnade.admin.port;

import dev.colonnade.topology.PhysicalShardId;
import java.util.List;

/** What would become of a statement. */
public sealed interface Explanation {
    Stage stage();

    /** How far a statement got. */
    enum Stage {
        /** Its syntax wasn't understood. */
        PARSE,
        PLAN
    }

    /**
     * It would run.
     *
     * @param verdict the verdict's name in lower case, as EXPLAIN (SHARDS) prints it
     * @param reason the route reason's name, as EXPLAIN (SHARDS) prints it
     * @param branches one per database asked; empty where the proxy answers by itself
     * @param merge the merge steps in their order, one line each; empty where nothing is merged
     */
    record Planned(Stage stage, String verdict, String reason, List<Branch> branches, List<String> merge)
            implements Explanation {
        public Planned {
            branches = List.copyOf(branches);
            merge = List.copyOf(merge);
        }
    }

    /**
     * It would be refused.
     *
     * @param code our stable code
     * @param sqlState five characters
     * @param detail empty for none
     * @param hint empty for none
     * @param position the character of the statement, from 1; 0 for none
     * @param construct what stands there; empty for none, and at the end
     */
    record Refused(
            Stage stage,
            String code,
            String sqlState,
            String message,
            String detail,
            String hint,
            int position,
            String construct)
            implements Explanation {}

    /** What one database would be sent. */
    record Branch(PhysicalShardId shard, String sql) {}
}
