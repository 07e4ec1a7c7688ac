package dev.colonnade.topology;

/**
 * The number of a topology version; it only ever grows.
 *
 * @param value at least 1
 */
public record TopologyEpoch(long value) implements Comparable<TopologyEpoch> {
    public static final TopologyEpoch FIRST = new TopologyEpoch(1);

    public TopologyEpoch {
        if (value < 1) {
            throw new IllegalArgumentException("epoch: " + value + " (expected: >= 1)");
        }
    }

    public TopologyEpoch next() {
        return new TopologyEpoch(value + 1);
    }

    @Override
    public int compareTo(TopologyEpoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
