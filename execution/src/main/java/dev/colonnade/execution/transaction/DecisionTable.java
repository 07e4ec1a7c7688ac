package dev.colonnade.execution.transaction;

import java.util.List;

/**
 * The table, one in every database, in which commits over several databases are decided: a row says what became of the transaction prepared
 * under its key. Read and written by every proxy of the fleet.
 *
 * <pre>
 *   gid                  the key
 *   outcome              commit: written by the transaction itself, in its last participant; abort: written by whoever had to settle it
 *   participants         the databases that were prepared; empty for abort, where nobody knows
 *   coordinator_started  for abort: when the server process that the key names had started; null where it was gone
 *   decided_at           for operators
 * </pre>
 */
public final class DecisionTable {
    /** Hidden from clients: not on any search path, and not in the catalogue that statements are planned with. */
    public static final String SCHEMA = "colonnade";

    /** To be run by a role that may create schemas in the database; what is there already stays. */
    public static final List<String> SETUP = List.of(
            "CREATE SCHEMA IF NOT EXISTS colonnade",
            """
            CREATE TABLE IF NOT EXISTS colonnade.decision (
              gid text PRIMARY KEY,
              outcome text NOT NULL CHECK (outcome IN ('commit', 'abort')),
              participants text[] NOT NULL DEFAULT '{}',
              coordinator_started timestamptz,
              decided_at timestamptz NOT NULL DEFAULT clock_timestamp())""",
            "COMMENT ON TABLE colonnade.decision IS 'Outcomes of transactions over several databases; rows come and go by themselves'");

    private DecisionTable() {}

    /** The commit row, as the last participant's transaction writes it. */
    static String insertCommit(Gid gid, List<String> participants) {
        StringBuilder array = new StringBuilder();
        for (String participant : participants) {
            array.append(array.isEmpty() ? "" : ", ").append(literal(participant));
        }
        return "INSERT INTO colonnade.decision (gid, outcome, participants) VALUES (" + literal(gid.toString())
                + ", 'commit', ARRAY[" + array + "])";
    }

    /** As a string constant, whatever standard_conforming_strings says. */
    public static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
