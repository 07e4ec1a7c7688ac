package dev.colonnade.planner.physical;

import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.rule.StagedTemplate;
import dev.colonnade.topology.PhysicalShardId;
import java.util.List;

/** Makes a staged plan of what is known of its text. */
interface StagedBinder {
    /** Whether plans differ from Bind to Bind even where routes don't. */
    boolean dependsOnParameters();

    /** @param shards the databases that have rows for the statement, in the topology's order */
    PhysicalPlan.Staged bind(List<PhysicalShardId> shards, RouteReason reason, ParameterValues parameters);

    /** One fragment, the same text everywhere. */
    record Alike(StagedTemplate template) implements StagedBinder {
        @Override
        public boolean dependsOnParameters() {
            return false;
        }

        @Override
        public PhysicalPlan.Staged bind(List<PhysicalShardId> shards, RouteReason reason, ParameterValues parameters) {
            List<ShardQuery> branches = shards.stream()
                    .map(shard -> new ShardQuery(shard, template.sql(), null, reason))
                    .toList();
            return new PhysicalPlan.Staged(branches, List.of(template.fragment()), template.then());
        }
    }
}
