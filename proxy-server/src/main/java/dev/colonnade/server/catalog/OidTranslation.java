package dev.colonnade.server.catalog;

import dev.colonnade.topology.TableName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * From one database's object identifiers to the catalogue home's, which are those that clients see, and back. Immutable. Asked
 * for every RowDescription, so it allocates nothing; built-in objects are the same everywhere and cost one comparison.
 */
public final class OidTranslation {
    /** No translation: for the catalogue home itself. */
    public static final OidTranslation IDENTITY = new OidTranslation(true, OidMap.EMPTY, OidMap.EMPTY, OidMap.EMPTY);

    /** The type {@code unknown}: what clients are told of a type that the catalogue home doesn't have. */
    private static final int UNKNOWN_TYPE = 705;
    /** What a RowDescription says of a column that isn't a table's. */
    private static final int NO_TABLE = 0;

    private final boolean identity;
    private final OidMap typesToHome;
    private final OidMap typesToShard;
    private final OidMap relationsToHome;

    private OidTranslation(boolean identity, OidMap typesToHome, OidMap typesToShard, OidMap relationsToHome) {
        this.identity = identity;
        this.typesToHome = typesToHome;
        this.typesToShard = typesToShard;
        this.relationsToHome = relationsToHome;
    }

    /** Pairs the identifiers of the same names. */
    public static OidTranslation between(ShardOids shard, ShardOids home) {
        return new OidTranslation(
                false,
                OidMap.pairs(shard.types(), home.types()),
                OidMap.pairs(home.types(), shard.types()),
                OidMap.pairs(shard.relations(), home.relations()));
    }

    /** The home's identifier of a type of this database; {@code unknown}'s where the home has no type of that name. */
    public int toHome(int type) {
        return translate(type, typesToHome, UNKNOWN_TYPE);
    }

    /** This database's identifier of a type of the home, as a client names it in Parse; 0 where it has none of that name. */
    public int toShard(int type) {
        return translate(type, typesToShard, 0);
    }

    /** The home's identifier of a table of this database; 0 where the home has no table of that name. */
    public int relationToHome(int relation) {
        return translate(relation, relationsToHome, NO_TABLE);
    }

    /** Whether a type of this database can be translated; if not, the catalogue was read before the type was made. */
    public boolean knowsType(int type) {
        return isTheSame(type) || typesToHome.contains(type);
    }

    private int translate(int oid, OidMap map, int otherwise) {
        return isTheSame(oid) ? oid : map.get(oid, otherwise);
    }

    private boolean isTheSame(int oid) {
        return identity || Integer.compareUnsigned(oid, CatalogTransaction.FIRST_USER_OID) < 0;
    }

    /** A map of identifiers: keys sorted for binary search, values in the same places. */
    private static final class OidMap {
        private static final OidMap EMPTY = pairs(Map.of(), Map.of());

        private final int[] keys;
        private final int[] values;

        private OidMap(int[] keys, int[] values) {
            this.keys = keys;
            this.values = values;
        }

        static OidMap pairs(Map<TableName, Integer> from, Map<TableName, Integer> to) {
            Map<Integer, Integer> pairs = new HashMap<>();
            from.forEach((name, oid) -> {
                Integer other = to.get(name);
                if (other != null) {
                    pairs.put(oid, other);
                }
            });
            int[] keys =
                    pairs.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
            int[] values =
                    Arrays.stream(keys).map(key -> pairs.getOrDefault(key, 0)).toArray();
            return new OidMap(keys, values);
        }

        int get(int oid, int otherwise) {
            int place = Arrays.binarySearch(keys, oid);
            return place >= 0 ? values[place] : otherwise;
        }

        boolean contains(int oid) {
            return Arrays.binarySearch(keys, oid) >= 0;
        }
    }
}
