package dev.colonnade.it.jdbc;

import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

/** A shop's day: customers sign up in batches, orders are placed, paid and cancelled, somebody looks at the figures. Writes down every answer. */
final class ShopDay {
    private static final long FIRST = 900_000;
    private static final int CUSTOMERS = 64;
    /** More than the driver's prepareThreshold of 5, so that both of its ways to execute are taken. */
    private static final int REPEATS = 7;

    private final List<String> answers = new ArrayList<>();

    /** The answers in order. */
    static List<String> spend(DataSource shop) throws SQLException {
        ShopDay day = new ShopDay();
        try (Connection connection = shop.getConnection()) {
            day.signUps(connection);
            day.duplicateSignUp(connection);
            day.lookUps(connection);
        }
        try (Connection connection = shop.getConnection()) {
            day.orders(connection);
            day.cancellations(connection);
        }
        try (Connection connection = shop.getConnection()) {
            day.figures(connection);
            day.largeResult(connection);
            day.closing(connection);
            day.metadata(connection);
        }
        return day.answers;
    }

    private void signUps(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO customers (customer_id, name, city, country_code, rating, birthday) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < CUSTOMERS; i++) {
                insert.setLong(1, FIRST + i);
                insert.setString(2, "Customer " + i);
                insert.setString(3, i % 3 == 0 ? null : "Åbo " + i % 5);
                insert.setString(4, i % 2 == 0 ? "SE" : "IN");
                insert.setDouble(5, i / 4.0);
                insert.setObject(6, java.time.LocalDate.of(1970 + i % 40, 1 + i % 12, 1 + i % 28));
                insert.addBatch();
            }
            // A batch rewritten into one INSERT reports "done" instead of a count.
            answers.add("signed up: "
                    + Arrays.stream(insert.executeBatch())
                            .map(count -> count == Statement.SUCCESS_NO_INFO ? 1 : count)
                            .sum());
        }
    }

    private void duplicateSignUp(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO customers (customer_id, name) VALUES (?, ?)")) {
            insert.setLong(1, FIRST);
            insert.setString(2, "Again");
            insert.addBatch();
            insert.executeBatch();
            answers.add("no error");
        } catch (BatchUpdateException e) {
            answers.add("duplicate: " + e.getSQLState());
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO customers (customer_id, name) VALUES (?, ?) ON CONFLICT (customer_id) DO UPDATE SET nickname = excluded.name RETURNING nickname")) {
            insert.setLong(1, FIRST);
            insert.setString(2, "Again");
            rows("upsert", insert);
        }
    }

    private void lookUps(Connection connection) throws SQLException {
        for (int i = 0; i < 2 * REPEATS; i++) {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT name, city, country_code, rating, birthday, created_at, active FROM customers WHERE customer_id = ?")) {
                select.setLong(1, FIRST + i);
                rows("customer", select);
            }
        }
        for (int i = 0; i < REPEATS; i++) {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT customer_id, name FROM customers WHERE customer_id = ANY (?) ORDER BY customer_id")) {
                select.setArray(1, connection.createArrayOf("bigint", new Object[] {FIRST + i, FIRST + 9L * i, FIRST - 1
                }));
                rows("any", select);
            }
        }
    }

    /** One customer a transaction; some of them are taken back, in part or whole. */
    private void orders(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        for (int i = 0; i < 10; i++) {
            long customer = FIRST + i;
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO orders (order_id, customer_id, status, total, placed_at) VALUES (?, ?, ?::order_status, ?, ?)")) {
                insert.setLong(1, customer * 10);
                insert.setLong(2, customer);
                insert.setString(3, "new");
                insert.setBigDecimal(4, new BigDecimal("10.50").add(BigDecimal.valueOf(i)));
                insert.setObject(5, java.time.LocalDateTime.of(2024, 6, 1 + i, 12, 0));
                answers.add("ordered " + insert.executeUpdate());
            }
            Savepoint paying = connection.setSavepoint();
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE orders SET status = 'paid' WHERE customer_id = ? AND order_id = ?")) {
                update.setLong(1, customer);
                update.setLong(2, customer * 10);
                answers.add("paid " + update.executeUpdate());
            }
            if (i % 4 == 3) {
                connection.rollback(paying);
            }
            if (i == 7) {
                connection.rollback();
            } else {
                connection.commit();
            }
        }
        connection.setAutoCommit(true);
    }

    private void cancellations(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM orders WHERE customer_id = ? AND status <> ?::order_status RETURNING order_id, total")) {
            for (int i = 0; i < 4; i++) {
                delete.setLong(1, FIRST + i);
                delete.setString(2, "paid");
                rows("cancelled", delete);
            }
        }
    }

    private void figures(Connection connection) throws SQLException {
        for (String sql : List.of(
                "SELECT count(*), sum(total), avg(total), min(total), max(placed_at) FROM orders WHERE customer_id BETWEEN 900000 AND 900063",
                "SELECT country_code, count(*) FROM customers WHERE customer_id BETWEEN 900000 AND 900063 GROUP BY country_code ORDER BY country_code",
                "SELECT customer_id, total FROM orders WHERE customer_id BETWEEN 900000 AND 900063 ORDER BY total DESC, customer_id LIMIT 3 OFFSET 1",
                "SELECT o.order_id, c.name FROM orders o JOIN customers c USING (customer_id) WHERE c.customer_id BETWEEN 900000 AND 900063"
                        + " ORDER BY o.order_id LIMIT 4",
                "SELECT c.name, n.name FROM customers c JOIN countries n ON n.code = c.country_code WHERE c.customer_id = 900003",
                "SELECT status, count(*), sum(total) FROM orders GROUP BY status HAVING count(*) > 1 ORDER BY count(*) DESC, 3",
                "SELECT sku, title FROM products ORDER BY product_id LIMIT 2",
                "SELECT value FROM app_settings ORDER BY key")) {
            for (int i = 0; i < REPEATS; i++) {
                try (PreparedStatement select = connection.prepareStatement(sql)) {
                    rows("figures", select);
                }
            }
        }
    }

    /** Read in pieces of the driver's fetch size, from one database, in a transaction as the driver asks for. */
    private void largeResult(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT event_id, kind, amount FROM events WHERE customer_id = ? ORDER BY event_id")) {
            select.setLong(1, 7);
            select.setFetchSize(3);
            rows("events", select);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void closing(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            answers.add("deleted "
                    + statement.executeUpdate("DELETE FROM orders WHERE customer_id BETWEEN 900000 AND 900063"));
            answers.add("deleted "
                    + statement.executeUpdate("DELETE FROM customers WHERE customer_id BETWEEN 900000 AND 900063"));
            try {
                statement.execute("SELECT * FROM nothere");
                answers.add("no error");
            } catch (SQLException e) {
                answers.add(e.getSQLState() + " " + e.getMessage());
            }
        }
    }

    private void metadata(Connection connection) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        try (ResultSet tables = metadata.getTables(null, "public", "%", new String[] {"TABLE", "VIEW"})) {
            while (tables.next()) {
                answers.add(tables.getString("TABLE_TYPE") + " " + tables.getString("TABLE_NAME"));
            }
        }
        try (ResultSet columns = metadata.getColumns(null, "public", "orders", null)) {
            while (columns.next()) {
                answers.add(columns.getString("COLUMN_NAME") + " " + columns.getString("TYPE_NAME") + " "
                        + columns.getInt("NULLABLE"));
            }
        }
        try (ResultSet keys = metadata.getPrimaryKeys(null, "public", "orders")) {
            while (keys.next()) {
                answers.add("key " + keys.getString("COLUMN_NAME"));
            }
        }
    }

    private void rows(String what, PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            ResultSetMetaData columns = rows.getMetaData();
            int n = 0;
            while (rows.next()) {
                StringBuilder row = new StringBuilder(what);
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.append(' ')
                            .append(columns.getColumnLabel(i))
                            .append(':')
                            .append(columns.getColumnTypeName(i));
                    row.append('=').append(columns.getColumnType(i) == Types.BINARY ? "bytes" : rows.getString(i));
                }
                answers.add(row.toString());
                n++;
            }
            answers.add(what + " " + n);
        }
    }
}
