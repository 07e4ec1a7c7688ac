package dev.colonnade.topology.store;

import dev.colonnade.topology.PhysicalShardId;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The physical shards by which others may be named.
 *
 * @param ids in declared order; at least one
 * @param problems what names no shard is added to these
 */
record ShardNames(SequencedSet<PhysicalShardId> ids, List<Problem> problems) {
    private static final String UNKNOWN = "no such physical shard";

    PhysicalShardId first() {
        return ids.getFirst();
    }

    /** The shard that this value names. */
    Optional<PhysicalShardId> find(Entry entry) {
        Optional<PhysicalShardId> found = find(entry.text());
        if (found.isEmpty()) {
            problems.add(entry.problem(UNKNOWN, names()));
        }
        return found;
    }

    /** The shard that the key of this value names. */
    Optional<PhysicalShardId> findKey(Entry entry) {
        Optional<PhysicalShardId> found = find(entry.key());
        if (found.isEmpty()) {
            problems.add(entry.keyProblem(UNKNOWN, names()));
        }
        return found;
    }

    private Optional<PhysicalShardId> find(String name) {
        return name.isBlank()
                ? Optional.empty()
                : Optional.of(new PhysicalShardId(name)).filter(ids::contains);
    }

    private List<String> names() {
        return ids.stream().map(PhysicalShardId::value).toList();
    }
}
