package dev.colonnade.server.catalog;

import dev.colonnade.server.catalog.StartupFinding.Kind;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.key.KeyType;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the tables that a topology declares on one database with those that are there. */
final class TableCheck {
    /** Of a domain, the type beneath: its values hash as that. */
    private static final String COLUMNS = """
            SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type,
              format_type(coalesce(nullif(t.typbasetype, 0), t.oid), -1) AS base_type,
              coalesce(l.collisdeterministic, true) AS deterministic
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type AS t ON t.oid = a.atttypid
            LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
            WHERE c.relkind IN ('r', 'p') AND c.oid >= $first
            """.replace("$first", String.valueOf(CatalogTransaction.FIRST_USER_OID));

    private final Topology topology;
    private final PhysicalShardId shard;
    private final Map<TableName, Map<String, Column>> columnsByTable = new HashMap<>();

    TableCheck(Topology topology, PhysicalShardId shard) {
        this.topology = topology;
        this.shard = shard;
    }

    /** A column as it is in the database. */
    private record Column(String type, Optional<KeyType> keyType, boolean deterministic) {}

    void run(CatalogTransaction catalog, List<StartupFinding> findings) throws SQLException {
        catalog.forEach(COLUMNS, row -> {
            TableName table = new TableName(row.getString("nspname"), row.getString("relname"));
            Column column = new Column(
                    row.getString("type"),
                    KeyType.ofTypeName(row.getString("base_type")),
                    row.getBoolean("deterministic"));
            columnsByTable.computeIfAbsent(table, t -> new HashMap<>()).put(row.getString("attname"), column);
        });
        topology.tables().forEach((table, placement) -> check(table, placement, findings));
    }

    private void check(TableName table, TablePlacement placement, List<StartupFinding> findings) {
        boolean belongsHere = switch (placement) {
            case TablePlacement.Sharded sharded ->
                sharded.colo().placement().homes().contains(shard);
            case TablePlacement.Reference() -> true;
            case TablePlacement.Unsharded(PhysicalShardId home) -> home.equals(shard);
        };
        if (!belongsHere) {
            return;
        }
        Map<String, Column> columns = columnsByTable.get(table);
        if (columns == null) {
            findings.add(new StartupFinding(shard, Kind.TABLE_MISSING, "has no table " + table));
        } else if (placement instanceof TablePlacement.Sharded sharded) {
            for (int i = 0; i < sharded.keyColumns().size(); i++) {
                String name = sharded.keyColumns().get(i);
                check(table, name, columns.get(name), sharded.colo().keyTypes().get(i), findings);
            }
        }
    }

    private void check(
            TableName table, String name, @Nullable Column column, KeyType expected, List<StartupFinding> findings) {
        if (column == null) {
            findings.add(new StartupFinding(
                    shard, Kind.KEY_COLUMN_MISSING, "table " + table + " has no key column " + name));
            return;
        }
        boolean fits = column.keyType()
                .filter(type -> type == expected || (type.isInteger() && expected.isInteger()))
                .isPresent();
        if (!fits) {
            findings.add(new StartupFinding(
                    shard,
                    Kind.KEY_COLUMN_TYPE,
                    "key column " + name + " of table " + table + " is of type " + column.type() + " (expected: "
                            + expected.typeName() + ")"));
        }
        if (!column.deterministic()) {
            findings.add(new StartupFinding(
                    shard,
                    Kind.KEY_COLUMN_COLLATION,
                    "key column " + name + " of table " + table
                            + " has a nondeterministic collation: equal keys would hash differently"));
        }
    }
}
