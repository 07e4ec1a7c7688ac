package dev.colonnade.server.recovery;

import dev.colonnade.execution.transaction.Gid;
import dev.colonnade.topology.PhysicalShardId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A transaction that some databases hold prepared.
 *
 * @param names those databases, as far as they answered, and what each of them knows it as
 * @param ageSeconds since the first of them prepared it, by that database's own clock
 * @param seenNanos when that was asked, by {@link System#nanoTime}
 */
public record Prepared(Gid gid, Map<PhysicalShardId, String> names, double ageSeconds, long seenNanos) {
    public Prepared {
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }

    List<PhysicalShardId> shards() {
        return List.copyOf(names.keySet());
    }

    /** At least so old by now. */
    double ageSecondsNow() {
        return ageSeconds + (System.nanoTime() - seenNanos) / 1e9;
    }
}
