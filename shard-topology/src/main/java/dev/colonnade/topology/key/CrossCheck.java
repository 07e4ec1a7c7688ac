package dev.colonnade.topology.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a database whether its hash functions still are the ones that {@link ShardHasher} computes: PostgreSQL doesn't
 * promise them from one major version to the next. To be run on every database before it is used.
 */
public final class CrossCheck {
    private static final List<Long> SEEDS = List.of(0L, -81_985_529_216_486_896L);
    private static final List<Probe> PROBES = probes();

    private CrossCheck() {}

    /** One value under one seed, as SQL and as a value. */
    private record Probe(KeyType type, String text, long seed) {
        String sql() {
            // "character" alone would be character(1)
            String typeName = type == KeyType.BPCHAR ? "bpchar" : type.typeName();
            String literal = "CAST('" + text.replace("'", "''") + "' AS " + typeName + ")";
            return BucketSql.hash(type, literal, "(" + seed + ")");
        }

        long hash() {
            return ShardHasher.hashExtended(type, KeyText.parse(type, text).orElseThrow(), seed);
        }
    }

    /** A query without parameters that answers one column of type bigint, one row per probe, in order. */
    public static String sql() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < PROBES.size(); i++) {
            rows.add("(" + i + ", " + PROBES.get(i).sql() + ")");
        }
        return "SELECT h FROM (VALUES " + String.join(", ", rows) + ") AS probe (n, h) ORDER BY n";
    }

    /** What {@link #sql()} must answer. */
    public static List<Long> expected() {
        return PROBES.stream().map(Probe::hash).toList();
    }

    /**
     * What is wrong with a database's answer to {@link #sql()}.
     *
     * @return a sentence with the first value that differs, or empty if all agree
     */
    public static Optional<String> disagreement(List<Long> answer) {
        if (answer.size() != PROBES.size()) {
            return Optional.of("the hash check answered " + answer.size() + " rows (expected: " + PROBES.size() + ")");
        }
        for (int i = 0; i < PROBES.size(); i++) {
            Probe probe = PROBES.get(i);
            if (answer.get(i) != probe.hash()) {
                return Optional.of(probe.sql() + " is " + answer.get(i) + " (expected: " + probe.hash() + ")");
            }
        }
        return Optional.empty();
    }

    private static List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        add(probes, KeyType.INT2, "0", "1", "-1", "-32768");
        add(probes, KeyType.INT4, "0", "1", "-1", "2147483647", "-2147483648");
        add(probes, KeyType.INT8, "0", "1", "-1", "4294967296", "-4294967297", "1234567890123456789");
        add(probes, KeyType.INT8, "9223372036854775807", "-9223372036854775808");
        add(probes, KeyType.TEXT, "", "a", "It's", "elephant", "Grüße", "a longer text, of several words");
        add(probes, KeyType.BPCHAR, "", "ab", "ab   ");
        add(probes, KeyType.UUID, "00000000-0000-0000-0000-000000000000", "123e4567-e89b-12d3-a456-426614174000");
        add(probes, KeyType.NUMERIC, "0", "-1", "1.50", "10000", "123456789.000000001", "1e40", "1e-40");
        add(probes, KeyType.DATE, "2000-01-01", "1999-12-31", "2024-02-29");
        return List.copyOf(probes);
    }

    private static void add(List<Probe> probes, KeyType type, String... texts) {
        for (String text : texts) {
            SEEDS.forEach(seed -> probes.add(new Probe(type, text, seed)));
        }
    }
}
