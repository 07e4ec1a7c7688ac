package dev.colonnade.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.colonnade.server.catalog.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with the verifiers that PostgreSQL itself makes. */
final class PostgresVerifierIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sesame",
                "with 'quote'",
                "\u00a0",
                "Ⅸ",
                "ﬁ",
                "I\u00adX",
                "\u00ad",
                "Käse",
                "Ka\u0308se",
                "שלום",
                "שלוםx",
                "\u06271",
                "😀",
                "😀 ｆ",
                "ｆ",
                "a\u0007ｆ",
                "\u200bｆ",
                "\ue000ｆ",
                "\u2028ｆ"
            })
    void passwordsArePreparedAsThereTheyAre(String password) throws SQLException {
        String theirs = verifierOf(password);
        ScramVerifier verifier = ScramVerifier.parse(theirs);
        assertEquals(
                theirs,
                ScramVerifier.of(password, verifier.salt(), verifier.iterations())
                        .encoded());
    }

    private static String verifierOf(String password) throws SQLException {
        try (Connection connection = TestServer.connections().open(TestServer.database("home", "postgres"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE ROLE tried PASSWORD '" + password.replace("'", "''") + "'");
            try (ResultSet row = statement.executeQuery("SELECT rolpassword FROM pg_authid WHERE rolname = 'tried'")) {
                row.next();
                return row.getString(1);
            } finally {
                connection.rollback();
            }
        }
    }
}
