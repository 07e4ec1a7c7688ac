package dev.colonnade.planner.catalog;

import dev.colonnade.topology.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An immutable, numbered snapshot of what the databases hold, as the catalogue home sees it. Filled from outside; the planner reads it
 * beside the topology.
 *
 * @param version strictly increasing within one proxy; part of the plan cache's key
 * @param relations tables and views by name, those of pg_catalog and information_schema left out
 * @param functions built-in functions by name: the most volatile of each name's overloads
 * @param userFunctions names of functions outside pg_catalog
 * @param defaultCollation of the database, for expressions without a column
 */
public record SchemaCatalog(
        long version,
        Set<String> schemas,
        SessionStart start,
        Map<TableName, RelationInfo> relations,
        Map<String, Volatility> functions,
        Map<String, Volatility> userFunctions,
        Collation defaultCollation) {
    public SchemaCatalog {
        schemas = Set.copyOf(schemas);
        relations = Map.copyOf(relations);
        functions = Map.copyOf(functions);
        userFunctions = Map.copyOf(userFunctions);
    }

    /**
     * How a session of the proxy's role begins on a server.
     *
     * @param role what {@code $user} stands for
     * @param searchPath as SHOW prints it
     */
    public record SessionStart(String role, String searchPath) {
        /** PostgreSQL's default, for nobody in particular. */
        public static final SessionStart STANDARD = new SessionStart("", "\"$user\", public");
    }

    /** A catalogue that knows nothing: what there is before the first database answered. */
    public static SchemaCatalog empty() {
        return new SchemaCatalog(
                0,
                Set.of(TableName.DEFAULT_SCHEMA),
                SessionStart.STANDARD,
                Map.of(),
                Map.of(),
                Map.of(),
                Collation.OTHER);
    }

    public Optional<RelationInfo> relation(TableName name) {
        return Optional.ofNullable(relations.get(name));
    }

    /**
     * A table or view.
     *
     * @param keys primary key first, then unique constraints and unique indexes without predicate or expression; column names in order
     * @param dependsOn for a view: all relations that it reads, through other views too; for a partition or another child: all its ancestors
     * @param definition a view's query, names qualified; empty for others, and where it isn't known
     * @param hiddenBehaviour true where triggers, rules or row security may read or write what the text doesn't name
     */
    public record RelationInfo(
            TableName name,
            RelationKind kind,
            List<ColumnInfo> columns,
            boolean hasPrimaryKey,
            List<List<String>> keys,
            List<TableName> dependsOn,
            String definition,
            boolean hiddenBehaviour) {
        public RelationInfo {
            columns = List.copyOf(columns);
            keys = List.copyOf(keys);
            dependsOn = List.copyOf(dependsOn);
        }

        public Optional<ColumnInfo> column(String column) {
            return columns.stream().filter(c -> c.name().equals(column)).findFirst();
        }
    }

    public enum RelationKind {
        TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        FOREIGN_TABLE,
        SEQUENCE
    }

    /**
     * A column.
     *
     * @param type as format_type prints it: {@code bigint}, {@code character varying(10)}
     * @param typeOid at the catalogue home; a domain's is that of the type under it, as in a RowDescription
     * @param collationName for COLLATE, quoted and with its schema; empty for the type's default, and where there is none
     * @param sequenced its default draws from a sequence, or it is an identity column
     * @param varies its default is another value on each database: it calls a volatile function or looks at the clock
     * @param hasDefault it has a default, is generated or is an identity column
     */
    public record ColumnInfo(
            String name,
            String type,
            int typeOid,
            Collation collation,
            String collationName,
            boolean notNull,
            boolean hasDefault,
            boolean sequenced,
            boolean varies,
            boolean generated) {}

    /** How values of a column compare. */
    public enum Collation {
        /** The type has no collation. */
        NONE,
        /** Compares bytes of UTF-8: C, POSIX, ucs_basic, C.UTF-8. */
        BYTEWISE,
        /** Deterministic, but in an order that the proxy can't reproduce. */
        OTHER,
        /** Equal values may differ in bytes. */
        NONDETERMINISTIC
    }

    public enum Volatility {
        IMMUTABLE,
        STABLE,
        VOLATILE
    }
}
