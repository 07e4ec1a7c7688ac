package dev.colonnade.cli.explain;

import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.planner.catalog.SchemaCatalog.Collation;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationKind;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.StatementParser;
import dev.colonnade.planner.sql.StatementSplitter;
import dev.colonnade.topology.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A catalogue made of definitions instead of databases: CREATE TABLE, ALTER TABLE ADD and CREATE UNIQUE INDEX of a script, as pg_dump writes
 * it, and the functions of PostgreSQL 17. Of what isn't in there (views, functions of users, collations, triggers) it knows nothing.
 */
public final class OfflineCatalog {
    private static final Map<String, Integer> TYPE_OIDS = Map.ofEntries(
            Map.entry("bigint", 20),
            Map.entry("int8", 20),
            Map.entry("bigserial", 20),
            Map.entry("smallint", 21),
            Map.entry("int2", 21),
            Map.entry("integer", 23),
            Map.entry("int", 23),
            Map.entry("int4", 23),
            Map.entry("serial", 23),
            Map.entry("text", 25),
            Map.entry("character varying", 1043),
            Map.entry("varchar", 1043),
            Map.entry("character", 1042),
            Map.entry("char", 1042),
            Map.entry("numeric", 1700),
            Map.entry("decimal", 1700),
            Map.entry("real", 700),
            Map.entry("double precision", 701),
            Map.entry("float8", 701),
            Map.entry("boolean", 16),
            Map.entry("bool", 16),
            Map.entry("date", 1082),
            Map.entry("timestamp", 1114),
            Map.entry("timestamp without time zone", 1114),
            Map.entry("timestamp with time zone", 1184),
            Map.entry("timestamptz", 1184),
            Map.entry("uuid", 2950),
            Map.entry("bytea", 17),
            Map.entry("json", 114),
            Map.entry("jsonb", 3802));

    private static final List<Integer> TEXTUAL = List.of(25, 1042, 1043);

    private final Map<TableName, Table> tables = new LinkedHashMap<>();

    private OfflineCatalog() {}

    private static final class Table {
        private final List<ColumnInfo> columns = new ArrayList<>();
        private final List<List<String>> keys = new ArrayList<>();
        private boolean primaryKey;
    }

    /** The catalogue of a script; an empty one knows no columns, and what needs them is refused or goes everywhere. */
    public static SchemaCatalog of(String script) {
        OfflineCatalog catalog = new OfflineCatalog();
        for (StatementSplitter.Piece piece : StatementSplitter.split(script)) {
            if (StatementParser.parse(piece.text()) instanceof ParseOutcome.Parsed(Statement.Ddl ddl)) {
                catalog.add(ddl, piece.text());
            }
        }
        Map<TableName, RelationInfo> relations = new LinkedHashMap<>();
        catalog.tables.forEach((name, table) -> relations.put(
                name,
                new RelationInfo(
                        name, RelationKind.TABLE, table.columns, table.primaryKey, table.keys, List.of(), "", false)));
        Set<String> schemas = new HashSet<>(Set.of(TableName.DEFAULT_SCHEMA));
        relations.keySet().forEach(name -> schemas.add(name.schema()));
        return new SchemaCatalog(
                1,
                schemas,
                SchemaCatalog.SessionStart.STANDARD,
                relations,
                BuiltInFunctions.read(),
                Map.of(),
                Collation.OTHER);
    }

    private void add(Statement.Ddl ddl, String text) {
        if (ddl.relations().isEmpty() || ddl.body() != null) {
            return;
        }
        TableName name = name(ddl.relations().getFirst());
        boolean creates = ddl.verb().equals("create") && ddl.objectKind().equals("table");
        Table table = creates ? tables.computeIfAbsent(name, n -> new Table()) : tables.get(name);
        if (table == null || ddl.verb().equals("drop")) {
            return;
        }
        for (Statement.ColumnDefinition column : ddl.columns()) {
            table.columns.add(column(column));
        }
        table.keys.addAll(ddl.keys());
        table.primaryKey |= text.toLowerCase(Locale.ROOT).contains("primary key");
    }

    private static TableName name(List<String> parts) {
        return parts.size() == 1
                ? TableName.of(parts.getFirst())
                : new TableName(parts.get(parts.size() - 2), parts.getLast());
    }

    private static ColumnInfo column(Statement.ColumnDefinition column) {
        int modifiers = column.type().indexOf('(');
        String base = modifiers < 0 ? column.type() : column.type().substring(0, modifiers);
        int oid = TYPE_OIDS.getOrDefault(base, 0);
        Collation collation = oid == 0 || TEXTUAL.contains(oid) ? Collation.OTHER : Collation.NONE;
        boolean sequenced = column.sequenced();
        return new ColumnInfo(
                column.name(), column.type(), oid, collation, "", false, sequenced, sequenced, false, false);
    }
}
