package dev.colonnade.cli.sql;

/** The queries behind {@code \dt} and {@code \d}. */
final class CatalogQueries {
    static final String TABLES = relations("'r', 'p'");
    static final String RELATIONS = relations("'r', 'p', 'v', 'm', 'S', 'f'");

    private CatalogQueries() {}

    /** Columns of one relation; the parameter is its name as the user wrote it. */
    static String columns(String relation) {
        return """
            SELECT a.attname AS "Column",
                   pg_catalog.format_type(a.atttypid, a.atttypmod) AS "Type",
                   CASE WHEN a.attnotnull THEN 'not null' ELSE '' END AS "Nullable",
                   coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') AS "Default"
            FROM pg_catalog.pg_attribute a
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum""".replace("%s", literal(relation));
    }

    static String indexes(String relation) {
        return """
            SELECT pg_catalog.pg_get_indexdef(i.indexrelid) AS "Indexes"
            FROM pg_catalog.pg_index i
            WHERE i.indrelid = %s::regclass
            ORDER BY 1""".replace("%s", literal(relation));
    }

    private static String relations(String kinds) {
        return """
            SELECT n.nspname AS "Schema",
                   c.relname AS "Name",
                   CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                        WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' ELSE 'foreign table' END AS "Type",
                   pg_catalog.pg_get_userbyid(c.relowner) AS "Owner"
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN (%s)
              AND n.nspname !~ '^pg_'
              AND n.nspname <> 'information_schema'
              AND pg_catalog.pg_table_is_visible(c.oid)
            ORDER BY 1, 2""".replace("%s", kinds);
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
