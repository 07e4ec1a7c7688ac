package dev.colonnade.server.catalog;

import dev.colonnade.planner.catalog.SchemaCatalog.Volatility;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads how volatile functions are, the most volatile of each name's overloads.
 *
 * @param builtIn of pg_catalog
 * @param user of all other schemas, extensions' functions among them
 */
record FunctionReader(Map<String, Volatility> builtIn, Map<String, Volatility> user) {
    private static final String FUNCTIONS = """
            SELECT p.proname, n.nspname = 'pg_catalog' AS built_in, bool_or(provolatile = 'v') AS volatile,
              bool_or(provolatile = 's') AS stable
            FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
            WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_temp'
            GROUP BY 1, 2
            """;

    static FunctionReader read(CatalogTransaction catalog) throws SQLException {
        FunctionReader functions = new FunctionReader(new HashMap<>(), new HashMap<>());
        catalog.forEach(FUNCTIONS, row -> {
            Volatility volatility = row.getBoolean("volatile")
                    ? Volatility.VOLATILE
                    : row.getBoolean("stable") ? Volatility.STABLE : Volatility.IMMUTABLE;
            Map<String, Volatility> byName = row.getBoolean("built_in") ? functions.builtIn : functions.user;
            byName.put(row.getString("proname"), volatility);
        });
        return functions;
    }
}
