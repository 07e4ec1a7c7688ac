package dev.colonnade.planner.plan;

import java.util.List;

/** What execution runs: determined by statement, parameter values, topology, catalogue and settings. */
public sealed interface PhysicalPlan {
    Verdict verdict();

    /** One database; its rows travel undecoded. */
    record SingleShard(Verdict verdict, ShardQuery query) implements PhysicalPlan {}

    /**
     * Several databases, one branch each, in the order of the topology's physical shards.
     *
     * @param merge how rows and command tags become one answer
     */
    record Scatter(Verdict verdict, List<ShardQuery> branches, RowMerge merge) implements PhysicalPlan {
        public Scatter {
            branches = List.copyOf(branches);
            if (branches.size() < 2) {
                throw new IllegalArgumentException("branches: " + branches.size() + " (expected: >= 2)");
            }
        }
    }

    /**
     * Rows of several databases are moved to one PostgreSQL, which finishes the statement (D5).
     *
     * @param branches what each database gives, one statement each; see {@link Fragment}
     */
    record Staged(List<ShardQuery> branches, List<Fragment> fragments, FinalQuery then) implements PhysicalPlan {
        public Staged {
            branches = List.copyOf(branches);
            fragments = List.copyOf(fragments);
            if (branches.isEmpty() || fragments.isEmpty()) {
                throw new IllegalArgumentException("branches: " + branches.size() + ", fragments: " + fragments.size()
                        + " (expected: >= 1 of each)");
            }
        }

        @Override
        public Verdict verdict() {
            return Verdict.STAGED;
        }
    }
}
