package dev.colonnade.it.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.colonnade.it.wire.Endpoint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One database, seen directly: its rows now, and as they were after loading. Not thread-safe. Throws {@link IllegalStateException} where the
 * database does.
 */
public final class FleetDatabase implements AutoCloseable {
    private final Endpoint endpoint;
    private final Connection connection;
    private final Map<String, byte[]> remembered = new LinkedHashMap<>();
    private final Map<Integer, TypeName> types = new LinkedHashMap<>();

    /**
     * A type as it is called on every database.
     *
     * @param kind pg_type.typtype ('b', 'c', 'd', 'e' ...)
     * @param array whether it is an array type
     */
    public record TypeName(String name, char kind, boolean array) {}

    FleetDatabase(Endpoint endpoint) throws SQLException {
        this.endpoint = endpoint;
        this.connection = HostileFleet.open(endpoint);
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    byte[] dump(String query) throws SQLException {
        return HostileFleet.copyOut(connection, query);
    }

    void load(String table, byte[] rows) throws SQLException {
        HostileFleet.copyIn(connection, table, rows);
    }

    /** Takes the present rows as those to return to. */
    void remember() {
        for (ShardedTable table : ShardedTable.ALL) {
            try {
                remembered.put(table.name(), dump("SELECT * FROM " + table.name()));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The table's rows in COPY's text format, in no order. */
    public List<String> rows(String table) {
        return query("SELECT * FROM " + table);
    }

    /** Rows of any query in COPY's text format. */
    public List<String> query(String sql) {
        try {
            return lines(dump(sql));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Brings every table back. */
    public void restoreAll() {
        restore(ShardedTable.ALL);
    }

    /** Brings these tables and the sequence back to what they were after loading; tables that didn't change are left alone. */
    public void restore(List<ShardedTable> tables) {
        try {
            List<String> changed = new ArrayList<>();
            for (ShardedTable table : tables) {
                if (!rows(table.name()).equals(lines(pristine(table.name())))) {
                    changed.add(table.name());
                }
            }
            for (String gid : query("SELECT gid FROM pg_prepared_xacts WHERE database = current_database()")) {
                run("ROLLBACK PREPARED '" + gid + "'");
            }
            StringBuilder sql = new StringBuilder("SET session_replication_role = replica;");
            changed.forEach(table -> sql.append("DELETE FROM ").append(table).append(';'));
            sql.append("SELECT setval('audit_log_id_seq', 60, true)");
            run(sql.toString());
            for (String table : changed) {
                load(table, pristine(table));
            }
            run("SET session_replication_role = origin");
        } catch (SQLException e) {
            throw new IllegalStateException("restoring " + endpoint.database(), e);
        }
    }

    /** The name of a type by its OID on this database; types made since the last look are found too. */
    public TypeName type(int oid) {
        if (!types.containsKey(oid)) {
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(
                            "SELECT oid, oid::regtype::text, typtype, typelem <> 0 AND typlen = -1 FROM pg_type WHERE oid = "
                                    + Integer.toUnsignedLong(oid))) {
                if (!found.next()) {
                    return new TypeName("oid " + oid, '?', false);
                }
                types.put(
                        oid, new TypeName(found.getString(2), found.getString(3).charAt(0), found.getBoolean(4)));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        TypeName name = types.get(oid);
        return name == null ? new TypeName("oid " + oid, '?', false) : name;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] pristine(String table) {
        byte[] rows = remembered.get(table);
        if (rows == null) {
            throw new IllegalStateException("never loaded: " + table);
        }
        return rows;
    }

    private static List<String> lines(byte[] copied) {
        String text = new String(copied, UTF_8);
        return text.isEmpty()
                ? List.of()
                : Arrays.asList(text.split("\n", -1)).subList(0, text.split("\n", -1).length - 1);
    }
}
