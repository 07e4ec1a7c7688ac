package dev.colonnade.topology.key;

/**
 * The number of one logical shard inside its colo, from 0.
 *
 * @param value at least 0
 */
public record LogicalShardId(int value) implements Comparable<LogicalShardId> {
    public LogicalShardId {
        if (value < 0) {
            throw new IllegalArgumentException("logical shard: " + value + " (expected: >= 0)");
        }
    }

    @Override
    public int compareTo(LogicalShardId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
