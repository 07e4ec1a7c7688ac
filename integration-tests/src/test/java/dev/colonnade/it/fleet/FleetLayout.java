package dev.colonnade.it.fleet;

import java.util.ArrayList;
import java.util.List;

/**
 * Which database owns which logical shard. Uneven on purpose: 290, 150, 30 and 10 of 480, in interleaved ranges; the data set has no key
 * in the last database's ten shards, so that one database is empty though scatters reach it.
 */
public final class FleetLayout {
    public static final int DATABASES = 4;
    public static final int EMPTY_DATABASE = 3;
    public static final int HOME_DATABASE = 1;
    public static final int HASH_SHARDS = 480;
    public static final int MODULO_SHARDS = 16;
    private static final int BUCKETS = 65536;

    /** Logical shards from {@code first} to {@code last} (inclusive) on one database. */
    public record Range(int first, int last, int database) {}

    private static final List<Range> HASH = List.of(
            new Range(0, 99, 0),
            new Range(100, 149, 1),
            new Range(150, 339, 0),
            new Range(340, 439, 1),
            new Range(440, 469, 2),
            new Range(470, 479, EMPTY_DATABASE));

    private static final List<Range> MODULO = List.of(
            new Range(0, 4, 2),
            new Range(5, 7, 0),
            new Range(8, 12, 1),
            new Range(13, 14, 0),
            new Range(15, 15, EMPTY_DATABASE));

    private FleetLayout() {}

    /** The ranges of a colocation group. */
    public static List<Range> ranges(ShardedTable.Home home) {
        return home == ShardedTable.Home.DEVICE ? MODULO : HASH;
    }

    /** The database that owns a place: what {@link ShardedTable.Home#placeSql} gives. */
    public static int owner(ShardedTable.Home home, int place) {
        int logical = home == ShardedTable.Home.DEVICE ? place : (int) ((long) place * HASH_SHARDS / BUCKETS);
        for (Range range : ranges(home)) {
            if (logical >= range.first && logical <= range.last) {
                return range.database;
            }
        }
        throw new IllegalArgumentException("logical shard " + logical);
    }

    /** Logical shards per database, for the topology file. */
    public static List<Range> rangesOf(ShardedTable.Home home, int database) {
        List<Range> ranges = new ArrayList<>(ranges(home));
        ranges.removeIf(range -> range.database != database);
        return ranges;
    }
}
