package dev.colonnade.server.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One look at a database's catalogue: read-only, one snapshot for all queries, and names printed with their schema unless they
 * are built in.
 */
final class CatalogTransaction implements AutoCloseable {
    /** Built-in objects have lower object identifiers, the same in every database of a major version. */
    static final int FIRST_USER_OID = 16_384;

    private static final int FETCH_ROWS = 5_000;

    private final Statement statement;
    private final Connection connection;

    CatalogTransaction(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        statement = connection.createStatement();
        statement.execute(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL search_path = pg_catalog; SET LOCAL jit"
                        + " = off");
        statement.setFetchSize(FETCH_ROWS);
    }

    /** Hands every row of a query to the reader. */
    void forEach(String sql, RowReader reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        connection.rollback();
        connection.setAutoCommit(true);
    }

    /** Reads the row that the result stands on. */
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
