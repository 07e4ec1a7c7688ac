package dev.colonnade.execution.transaction;

import dev.colonnade.topology.PhysicalShardId;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * On what terms transactions over several databases are committed. Thread-safe.
 *
 * @param abilities what each database can do, as known now
 */
public record Commits(
        CommitPolicy policy, Ledger ledger, Function<PhysicalShardId, Ability> abilities, CommitSteps steps) {
    /**
     * What one database can be in a two-phase commit.
     *
     * @param cantPrepare why it can't be prepared: then it has to be the one that decides; null where it can
     * @param cantDecide why it can't hold the decision; null where it can
     */
    public record Ability(
            @Nullable String cantPrepare, @Nullable String cantDecide) {
        public static final Ability ALL = new Ability(null, null);
    }

    /** Why these databases can't be committed as one; empty where they can. */
    public Optional<String> obstacle(Collection<PhysicalShardId> writers) {
        PhysicalShardId unpreparable = null;
        String reason = null;
        boolean somebodyDecides = false;
        for (PhysicalShardId shard : writers) {
            Ability ability = abilities.apply(shard);
            if (ability.cantPrepare() != null) {
                if (unpreparable != null) {
                    return Optional.of(named(unpreparable, reason) + " " + named(shard, ability.cantPrepare()));
                }
                unpreparable = shard;
                reason = ability.cantPrepare();
            }
            somebodyDecides |= ability.cantDecide() == null;
        }
        if (unpreparable != null) {
            String cantDecide = abilities.apply(unpreparable).cantDecide();
            return cantDecide == null
                    ? Optional.empty()
                    : Optional.of(named(unpreparable, reason) + " " + named(unpreparable, cantDecide));
        }
        if (somebodyDecides || writers.isEmpty()) {
            return Optional.empty();
        }
        PhysicalShardId first = writers.iterator().next();
        return Optional.of(named(first, abilities.apply(first).cantDecide()));
    }

    /** Which of them is to decide; there is one where there is no {@link #obstacle}. */
    public PhysicalShardId decider(Collection<PhysicalShardId> writers) {
        PhysicalShardId able = null;
        for (PhysicalShardId shard : writers) {
            Ability ability = abilities.apply(shard);
            if (ability.cantPrepare() != null) {
                return shard;
            }
            if (ability.cantDecide() == null) {
                able = shard;
            }
        }
        return able != null ? able : writers.iterator().next();
    }

    private static String named(PhysicalShardId shard, @Nullable String reason) {
        return "Shard \"" + shard.value() + "\": " + reason + ".";
    }
}
