package dev.colonnade.server.catalog;

import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationKind;
import dev.colonnade.topology.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads tables and views with their columns, keys and what they depend on. Used once, for one transaction. */
final class RelationReader {
    private static final String USER_RELATIONS = """
            pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
              AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
              AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'colonnade') AND n.nspname !~ '^pg_(toast|temp)'
            """;
    private static final String RELATIONS = """
            SELECT c.oid, n.nspname, c.relname, c.relkind::text AS kind,
              c.relrowsecurity
              OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal AND tgenabled <> 'D')
              OR EXISTS (SELECT FROM pg_rewrite WHERE ev_class = c.oid AND rulename <> '_RETURN' AND ev_enabled <> 'D')
              AS hidden,
              CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END AS definition
            FROM $relations
            """.replace("$relations", USER_RELATIONS);
    private static final String COLUMNS = """
            SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod) AS type,
              CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE a.atttypid END AS atttypid, a.attcollation,
              CASE WHEN a.attcollation NOT IN (0, $default) THEN quote_ident(cn.nspname) || '.' || quote_ident(co.collname) END AS collation_name,
              a.attnotnull OR t.typnotnull AS not_null,
              a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL AS has_default,
              a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid), t.typdefault, '') LIKE '%nextval(%'
              AS sequenced,
              a.attgenerated = '' AND (coalesce(d.adbin, t.typdefaultbin)::text ~ 'SQLVALUEFUNCTION :op [0-8] '
                OR EXISTS (SELECT FROM regexp_matches(coalesce(d.adbin, t.typdefaultbin)::text, ':(?:func|opfunc)id (\\d+)', 'g') AS call
                  JOIN pg_proc AS p ON p.oid = call[1]::oid
                  WHERE p.provolatile = 'v'
                    OR p.oid IN ('now()'::regprocedure, 'transaction_timestamp()'::regprocedure, 'statement_timestamp()'::regprocedure)))
              AS varies,
              a.attgenerated <> '' AS generated
            FROM $relations
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type AS t ON t.oid = a.atttypid
            LEFT JOIN pg_collation AS co ON co.oid = a.attcollation
            LEFT JOIN pg_namespace AS cn ON cn.oid = co.collnamespace
            LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            ORDER BY a.attrelid, a.attnum
            """.replace("$relations", USER_RELATIONS)
            .replace("$default", String.valueOf(CollationReader.DEFAULT_COLLATION));
    // a deferrable key may be violated for a while, so it proves nothing
    private static final String KEYS = """
            SELECT i.indrelid, i.indisprimary, i.indimmediate AND i.indisvalid AS proven, ARRAY(
                SELECT a.attname::text
                FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
                JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                WHERE k.place <= i.indnkeyatts
                ORDER BY k.place) AS columns
            FROM $relations
            JOIN pg_index AS i ON i.indrelid = c.oid
            WHERE i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
            ORDER BY i.indrelid, i.indisprimary DESC, i.indexrelid
            """.replace("$relations", USER_RELATIONS);
    private static final String DEPENDENCIES = """
            SELECT DISTINCT r.ev_class, d.refclassid = 'pg_proc'::regclass AS on_function, d.refobjid, n.nspname, c.relname,
              coalesce(c.relkind, '-')::text AS kind
            FROM pg_rewrite AS r
            JOIN pg_class AS v ON v.oid = r.ev_class AND v.oid >= $first AND r.rulename = '_RETURN'
            JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refobjid <> r.ev_class
              AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass)
            LEFT JOIN pg_class AS c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
            LEFT JOIN pg_namespace AS n ON n.oid = c.relnamespace
            ORDER BY n.nspname, c.relname
            """.replace("$first", String.valueOf(CatalogTransaction.FIRST_USER_OID));

    private static final String CHILDREN = """
            SELECT i.inhrelid, i.inhparent, n.nspname, c.relname
            FROM pg_inherits AS i
            JOIN pg_class AS c ON c.oid = i.inhparent AND c.relkind IN ('r', 'p')
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            ORDER BY i.inhrelid, i.inhseqno
            """;

    private final Map<Integer, Relation> relations = new LinkedHashMap<>();
    private final Map<Integer, Collation> collations;

    private RelationReader(Map<Integer, Collation> collations) {
        this.collations = collations;
    }

    /**
     * Reads all relations outside the system's schemas.
     *
     * @param collations of all columns, by identifier
     */
    static Map<TableName, RelationInfo> read(CatalogTransaction catalog, Map<Integer, Collation> collations)
            throws SQLException {
        RelationReader reader = new RelationReader(collations);
        ViewDependencies dependencies = new ViewDependencies();
        catalog.forEach(RELATIONS, reader::relation);
        catalog.forEach(COLUMNS, reader::column);
        catalog.forEach(KEYS, reader::key);
        catalog.forEach(DEPENDENCIES, row -> {
            if (row.getBoolean("on_function")) {
                dependencies.callsFunction(oid(row, "ev_class"));
            } else {
                TableName read = new TableName(text(row, "nspname"), text(row, "relname"));
                dependencies.reads(
                        oid(row, "ev_class"),
                        oid(row, "refobjid"),
                        read,
                        text(row, "kind").equals("v"));
            }
        });
        catalog.forEach(
                CHILDREN,
                row -> dependencies.childOf(
                        oid(row, "inhrelid"),
                        oid(row, "inhparent"),
                        new TableName(text(row, "nspname"), text(row, "relname"))));
        Map<TableName, RelationInfo> infos = new HashMap<>();
        reader.relations.forEach((oid, relation) -> infos.put(relation.name, relation.info(oid, dependencies)));
        return infos;
    }

    private void relation(ResultSet row) throws SQLException {
        RelationKind kind = switch (text(row, "kind")) {
            case "r", "p" -> RelationKind.TABLE;
            case "v" -> RelationKind.VIEW;
            case "m" -> RelationKind.MATERIALIZED_VIEW;
            case "f" -> RelationKind.FOREIGN_TABLE;
            case "S" -> RelationKind.SEQUENCE;
            default -> throw new IllegalStateException("relkind: " + text(row, "kind"));
        };
        TableName name = new TableName(text(row, "nspname"), text(row, "relname"));
        relations.put(
                oid(row, "oid"),
                new Relation(
                        name,
                        kind,
                        row.getBoolean("hidden"),
                        Objects.requireNonNullElse(row.getString("definition"), "")));
    }

    private void column(ResultSet row) throws SQLException {
        Relation relation = relations.get(oid(row, "attrelid"));
        if (relation == null) {
            return;
        }
        int collation = oid(row, "attcollation");
        relation.columns.add(new ColumnInfo(
                text(row, "attname"),
                text(row, "type"),
                oid(row, "atttypid"),
                collation == 0 ? Collation.NONE : collations.getOrDefault(collation, Collation.OTHER),
                Objects.requireNonNullElse(row.getString("collation_name"), ""),
                row.getBoolean("not_null"),
                row.getBoolean("has_default"),
                row.getBoolean("sequenced"),
                row.getBoolean("varies"),
                row.getBoolean("generated")));
    }

    private void key(ResultSet row) throws SQLException {
        Relation relation = relations.get(oid(row, "indrelid"));
        if (relation == null) {
            return;
        }
        relation.hasPrimaryKey |= row.getBoolean("indisprimary");
        List<String> key = List.of((String[]) row.getArray("columns").getArray());
        if (row.getBoolean("proven") && !relation.keys.contains(key)) {
            relation.keys.add(key);
        }
    }

    private static int oid(ResultSet row, String column) throws SQLException {
        return (int) row.getLong(column);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    /** A relation while it is read. */
    private static final class Relation {
        private final TableName name;
        private final RelationKind kind;
        private final boolean hidden;
        private final String definition;
        private final List<ColumnInfo> columns = new ArrayList<>();
        private final List<List<String>> keys = new ArrayList<>();
        private boolean hasPrimaryKey;

        Relation(TableName name, RelationKind kind, boolean hidden, String definition) {
            this.definition = definition;
            this.name = name;
            this.kind = kind;
            this.hidden = hidden;
        }

        RelationInfo info(int oid, ViewDependencies dependencies) {
            boolean hiddenBehaviour = hidden || dependencies.callsFunctions(oid);
            return new RelationInfo(
                    name, kind, columns, hasPrimaryKey, keys, dependencies.readBy(oid), definition, hiddenBehaviour);
        }
    }
}
