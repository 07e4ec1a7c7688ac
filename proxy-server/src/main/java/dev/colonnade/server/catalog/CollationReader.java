package dev.colonnade.server.catalog;

import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how the collations in use compare. */
final class CollationReader {
    /** The identifier of the collation that stands for the database's own. */
    static final int DEFAULT_COLLATION = 100;

    /** Of the C library: those that compare code points, which in UTF-8 is to compare bytes. */
    private static final Set<String> BYTEWISE_LOCALES = Set.of("C", "POSIX", "C.UTF-8", "C.utf8", "C.UTF8");

    // The columns for provider and locale differ between majors; as JSON, a column that isn't there is null
    private static final String DATABASE = """
            SELECT coalesce(j ->> 'datlocprovider', 'c') AS provider, j ->> 'datcollate' AS locale
            FROM (SELECT to_jsonb(d) FROM pg_database AS d WHERE datname = current_database()) AS database (j)
            """;
    private static final String COLLATIONS = """
            SELECT oid, collprovider::text AS provider, collcollate AS locale, collisdeterministic
            FROM pg_collation
            WHERE oid IN (SELECT attcollation FROM pg_attribute WHERE attrelid >= $first)
            """.replace("$first", String.valueOf(CatalogTransaction.FIRST_USER_OID));

    private CollationReader() {}

    /** The collations of columns by their identifiers, and always the {@linkplain #DEFAULT_COLLATION default}. */
    static Map<Integer, Collation> read(CatalogTransaction catalog) throws SQLException {
        Map<Integer, Collation> collations = new HashMap<>();
        catalog.forEach(
                COLLATIONS,
                row -> collations.put(
                        (int) row.getLong("oid"),
                        row.getBoolean("collisdeterministic")
                                ? deterministic(row.getString("provider"), row.getString("locale"))
                                : Collation.NONDETERMINISTIC));
        catalog.forEach(
                DATABASE,
                row -> collations.put(
                        DEFAULT_COLLATION, deterministic(row.getString("provider"), row.getString("locale"))));
        return collations;
    }

    /**
     * How a deterministic collation compares.
     *
     * @param provider as in {@code pg_collation.collprovider}
     * @param locale of the C library; null where another provides the collation
     */
    static Collation deterministic(@Nullable String provider, @Nullable String locale) {
        return switch (provider) {
            // all locales that are built into PostgreSQL sort by code point
            case "b" -> Collation.BYTEWISE;
            case "c" -> locale != null && BYTEWISE_LOCALES.contains(locale) ? Collation.BYTEWISE : Collation.OTHER;
            case null, default -> Collation.OTHER;
        };
    }
}
