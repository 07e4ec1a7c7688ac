package dev.colonnade.server.catalog;

import dev.colonnade.topology.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The identifiers that one database gave to the types and relations which aren't built in. Immutable.
 *
 * @param types by schema and name, which name types as they do tables; an array by its element's name with {@code []} behind it, since its own name isn't fixed
 * @param relations by schema and name
 * @param enums those of the types that are enums
 * @param nesting those of the types whose binary form has identifiers of other types inside: composites, and arrays of such types or of enums
 */
public record ShardOids(
        Map<TableName, Integer> types, Map<TableName, Integer> relations, Set<Integer> enums, Set<Integer> nesting) {
    /** What is known of a database that never answered. */
    public static final ShardOids NONE = new ShardOids(Map.of(), Map.of(), Set.of(), Set.of());

    private static final String TYPES = """
            SELECT t.oid, coalesce(en.nspname, n.nspname) AS schema, coalesce(e.typname || '[]', t.typname) AS name
            FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
            LEFT JOIN pg_type AS e ON e.typarray = t.oid
            LEFT JOIN pg_namespace AS en ON en.oid = e.typnamespace
            WHERE t.oid >= $first AND n.nspname !~ '^pg_(toast|temp)'
            """.replace("$first", String.valueOf(CatalogTransaction.FIRST_USER_OID));
    private static final String RELATIONS = """
            SELECT c.oid, n.nspname AS schema, c.relname AS name
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.oid >= $first AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname !~ '^pg_(toast|temp)'
            """.replace("$first", String.valueOf(CatalogTransaction.FIRST_USER_OID));

    private static final String ENUMS = "SELECT oid FROM pg_type WHERE typtype = 'e'";

    /** Domains are sent as their base type; ranges of user types have no identifiers inside. */
    private static final String NESTING = """
            SELECT t.oid FROM pg_type AS t LEFT JOIN pg_type AS b ON b.oid = t.typbasetype
            WHERE t.oid >= $first AND (t.typtype = 'c' OR t.typelem >= $first OR b.typtype = 'c' OR b.typelem >= $first)
            """.replace("$first", String.valueOf(CatalogTransaction.FIRST_USER_OID));

    public ShardOids {
        types = Map.copyOf(types);
        relations = Map.copyOf(relations);
        enums = Set.copyOf(enums);
        nesting = Set.copyOf(nesting);
    }

    /** Reads them from a database. */
    public static ShardOids load(Connection connection) throws SQLException {
        try (CatalogTransaction catalog = new CatalogTransaction(connection)) {
            return load(catalog);
        }
    }

    static ShardOids load(CatalogTransaction catalog) throws SQLException {
        return new ShardOids(
                byName(catalog, TYPES), byName(catalog, RELATIONS), set(catalog, ENUMS), set(catalog, NESTING));
    }

    private static Set<Integer> set(CatalogTransaction catalog, String sql) throws SQLException {
        Set<Integer> oids = new HashSet<>();
        catalog.forEach(sql, row -> oids.add((int) row.getLong("oid")));
        return oids;
    }

    private static Map<TableName, Integer> byName(CatalogTransaction catalog, String sql) throws SQLException {
        Map<TableName, Integer> oids = new HashMap<>();
        catalog.forEach(sql, row -> {
            TableName name = new TableName(row.getString("schema"), row.getString("name"));
            oids.put(name, (int) row.getLong("oid"));
        });
        return oids;
    }
}
