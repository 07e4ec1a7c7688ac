package dev.colonnade.topology;

/**
 * The operator's name of one PostgreSQL database behind the proxy.
 *
 * @param value not blank
 */
public record PhysicalShardId(String value) implements Comparable<PhysicalShardId> {
    public PhysicalShardId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("physical shard: '" + value + "' (expected: a name)");
        }
    }

    @Override
    public int compareTo(PhysicalShardId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
