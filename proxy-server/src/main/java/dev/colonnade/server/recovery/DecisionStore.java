package dev.colonnade.server.recovery;

import dev.colonnade.execution.transaction.Commits.Ability;
import dev.colonnade.execution.transaction.DecisionTable;
import dev.colonnade.execution.transaction.Gid;
import dev.colonnade.execution.transaction.Resolution.Decision;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one database is asked, and told, about prepared transactions and decisions. Every method is one or two short transactions. */
final class DecisionStore {
    /** Somebody else's open commit row is waited for so long; then it is looked at again at the next attempt. */
    private static final String LOCK_TIMEOUT = "3s";

    private static final String UNDEFINED_OBJECT = "42704";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int ADVISORY_CLASS = 0x636f6c6f;

    private static final String STATE = """
            SELECT current_setting('max_prepared_transactions')::int AS prepared, pg_is_in_recovery() AS standby,
              to_regclass('colonnade.decision') IS NOT NULL AS present,
              CASE WHEN to_regclass('colonnade.decision') IS NOT NULL
                THEN has_table_privilege('colonnade.decision', 'SELECT')
                  AND has_table_privilege('colonnade.decision', 'INSERT')
                  AND has_table_privilege('colonnade.decision', 'DELETE')
                ELSE false END AS usable
            """;
    private static final String PREPARED = """
            SELECT gid, extract(epoch FROM clock_timestamp() - prepared)::float8 AS age
            FROM pg_catalog.pg_prepared_xacts
            WHERE database = current_database() AND starts_with(gid, ?)
            """;
    private static final String STILL_PREPARED =
            "SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = current_database() AND gid = ANY (?)";
    private static final String DECISION = "SELECT outcome FROM colonnade.decision WHERE gid = ?";
    private static final String ABORT = """
            INSERT INTO colonnade.decision (gid, outcome, coordinator_started)
            SELECT ?, 'abort', (SELECT backend_start FROM pg_catalog.pg_stat_activity WHERE pid = ?)
            ON CONFLICT (gid) DO NOTHING
            """;
    // its transaction is older than what it prepared elsewhere; another one that has its process id by now is younger
    private static final String TERMINATE = """
            SELECT pg_terminate_backend(pid)
            FROM pg_catalog.pg_stat_activity
            WHERE pid = ? AND datname = current_database() AND backend_type = 'client backend'
              AND clock_timestamp() - xact_start >= make_interval(secs => ?)
            """;
    private static final String OLD_ROWS = """
            SELECT gid, outcome, participants,
              coordinator_started IS NULL OR NOT EXISTS (
                SELECT FROM pg_catalog.pg_stat_activity WHERE pid = split_part(gid, ':', 5)::int
                  AND backend_start = coordinator_started) AS gone
            FROM colonnade.decision
            WHERE starts_with(gid, ?) AND decided_at < clock_timestamp() - make_interval(secs => ?)
            ORDER BY decided_at
            LIMIT 10000
            """;
    private static final String FORGET = "DELETE FROM colonnade.decision WHERE gid = ANY (?)";

    private DecisionStore() {}

    /** A decision row. */
    record Row(String gid, Decision decision, List<String> participants, boolean coordinatorGone) {
        /** What the participants prepared it as. */
        List<String> names() {
            return Gid.parse(gid)
                    .map(parsed -> IntStream.range(0, participants.size())
                            .mapToObj(parsed::preparedAs)
                            .toList())
                    .orElse(List.of());
        }
    }

    /** Makes the table where it is missing and may be made; what is in the way is told, not thrown. */
    static Ability prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Ability now = ability(statement);
            if (now.cantDecide() == null) {
                return now;
            }
            try {
                for (String sql : DecisionTable.SETUP) {
                    statement.execute(sql);
                }
            } catch (SQLException e) {
                Ability after = ability(statement);
                return after.cantDecide() == null
                        ? after
                        : new Ability(
                                after.cantPrepare(),
                                "table colonnade.decision can't be used or made there: " + e.getMessage());
            }
            return ability(statement);
        }
    }

    private static Ability ability(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(STATE)) {
            row.next();
            String cantPrepare = row.getInt("prepared") == 0 ? "max_prepared_transactions is 0" : null;
            String cantDecide = row.getBoolean("standby")
                    ? "it is a standby"
                    : !row.getBoolean("present")
                            ? "table colonnade.decision is missing"
                            : !row.getBoolean("usable")
                                    ? "our role may not read and write table colonnade.decision"
                                    : null;
            return new Ability(cantPrepare, cantDecide);
        }
    }

    /** Our prepared transactions by name, with their age in seconds. */
    static Map<String, Double> prepared(Connection connection, String prefix) throws SQLException {
        Map<String, Double> found = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(PREPARED)) {
            statement.setString(1, prefix);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString("gid"), rows.getDouble("age"));
                }
            }
        }
        return found;
    }

    /** Which of these the database holds prepared now. */
    static List<String> stillPrepared(Connection connection, List<String> gids) throws SQLException {
        return strings(connection, STILL_PREPARED, gids);
    }

    /** What was decided; null where there is no row, which says nothing. */
    static @Nullable Decision decision(Connection connection, Gid gid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DECISION)) {
            statement.setString(1, gid.toString());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? decision(row.getString(1)) : null;
            }
        }
    }

    private static Decision decision(String outcome) {
        return outcome.equals("commit") ? Decision.COMMIT : Decision.ABORT;
    }

    /**
     * Sees to it that there is a decision, and says which: an abort row unless there is a row already. Where the coordinator is still in the
     * middle of its transaction, its process is ended first.
     *
     * @param preparedSeconds how long ago the transaction was prepared, at least
     * @return null where a commit row stayed open for too long
     */
    static @Nullable Decision settle(Connection connection, Gid gid, double preparedSeconds) throws SQLException {
        Decision known = decision(connection, gid);
        if (known != null) {
            return known;
        }
        try (PreparedStatement terminate = connection.prepareStatement(TERMINATE)) {
            terminate.setInt(1, gid.process());
            terminate.setDouble(2, preparedSeconds);
            terminate.execute();
        }
        try (Statement setting = connection.createStatement();
                PreparedStatement abort = connection.prepareStatement(ABORT)) {
            setting.execute("SET lock_timeout TO '" + LOCK_TIMEOUT + "'; SET synchronous_commit TO on");
            abort.setString(1, gid.toString());
            abort.setInt(2, gid.process());
            abort.execute();
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return null;
            }
            throw e;
        }
        return decision(connection, gid);
    }

    /** COMMIT PREPARED or ROLLBACK PREPARED; nothing where the database doesn't hold it any more. */
    static void finish(Connection connection, String name, Decision decision) throws SQLException {
        String verb = decision == Decision.COMMIT ? "COMMIT" : "ROLLBACK";
        try (Statement statement = connection.createStatement()) {
            statement.execute(verb + " PREPARED " + DecisionTable.literal(name));
        } catch (SQLException e) {
            if (!UNDEFINED_OBJECT.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** Rows that are so old that whoever wrote them should be done with them. */
    static List<Row> rowsOlderThan(Connection connection, String prefix, double seconds) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(OLD_ROWS)) {
            statement.setString(1, prefix);
            statement.setDouble(2, seconds);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Row(
                            rows.getString("gid"),
                            decision(rows.getString("outcome")),
                            List.of((String[]) rows.getArray("participants").getArray()),
                            rows.getBoolean("gone")));
                }
            }
        }
        return found;
    }

    /** Deletes rows that nobody needs. */
    static void forget(Connection connection, List<String> gids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            Array keys = connection.createArrayOf("text", gids.toArray());
            statement.setArray(1, keys);
            statement.execute();
        }
    }

    /** Keeps other proxies from the same transaction; false where one is at it. */
    static boolean lock(Connection connection, Gid gid) throws SQLException {
        return truth(connection, "SELECT pg_try_advisory_lock(?, hashtext(?))", gid);
    }

    static void unlock(Connection connection, Gid gid) throws SQLException {
        truth(connection, "SELECT pg_advisory_unlock(?, hashtext(?))", gid);
    }

    private static boolean truth(Connection connection, String sql, Gid gid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, ADVISORY_CLASS);
            statement.setString(2, gid.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static List<String> strings(Connection connection, String sql, List<String> keys) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }
}
