package dev.colonnade.planner.physical;

import dev.colonnade.planner.logical.Databases;
import dev.colonnade.planner.logical.Router;
import dev.colonnade.planner.motion.Gathering;
import dev.colonnade.planner.plan.Fragment;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.shape.KeyRequirement;
import dev.colonnade.planner.shape.Relation;
import dev.colonnade.planner.shape.StatementShape;
import dev.colonnade.topology.PhysicalShardId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which database gives which of a gathering's fragments: those that may have rows that matter, one where all have the same. */
final class GatheredBinder implements StagedBinder {
    private final Databases databases;
    private final Gathering gathering;
    private final List<Fragment> fragments;
    private final List<@Nullable Router> routers = new ArrayList<>();

    GatheredBinder(Databases databases, Gathering gathering, StatementShape shape) {
        this.databases = databases;
        this.gathering = gathering;
        this.fragments = gathering.fragments();
        for (int i = 0; i < gathering.count(); i++) {
            routers.add(
                    gathering.relation(i) instanceof Relation.Sharded
                            ? new Router(databases, requirements(gathering, shape, i))
                            : null);
        }
    }

    private static List<KeyRequirement> requirements(Gathering gathering, StatementShape shape, int fragment) {
        List<KeyRequirement> requirements = new ArrayList<>();
        gathering
                .places(fragment)
                .forEach(place -> requirements.addAll(shape.places().getOrDefault(place, List.of())));
        return requirements;
    }

    /** Routes do, of which the plan's owner knows. */
    @Override
    public boolean dependsOnParameters() {
        return false;
    }

    @Override
    public PhysicalPlan.Staged bind(List<PhysicalShardId> shards, RouteReason reason, ParameterValues parameters) {
        BitSet[] given = new BitSet[databases.count()];
        for (int i = 0; i < given.length; i++) {
            given[i] = new BitSet();
        }
        int anywhere = databases.number(shards.getFirst());
        for (int f = 0; f < gathering.count(); f++) {
            int fragment = f;
            Router router = routers.get(f);
            if (router != null) {
                router.route(parameters).shards().stream().forEach(database -> given[database].set(fragment));
            } else if (gathering.relation(f) instanceof Relation.Unsharded(var name, PhysicalShardId home, var info)) {
                given[databases.number(home)].set(fragment);
            } else {
                given[anywhere].set(fragment);
            }
        }
        List<ShardQuery> branches = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            if (!given[i].isEmpty()) {
                branches.add(new ShardQuery(databases.shard(i), gathering.branch(given[i]), null, reason));
            }
        }
        return new PhysicalPlan.Staged(branches, fragments, gathering.then());
    }
}
