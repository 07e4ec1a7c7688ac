package dev.colonnade.cli.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.cli.console.Console;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SqlShellIT {
    private static EmbeddedPostgres server;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Connection connection;
    private SqlShell shell;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres") + "&preferQueryMode=simple");
        shell = new SqlShell(connection, new Console(new PrintWriter(out, true), new PrintWriter(err, true)));
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void printsAlignedTables() throws Exception {
        assertTrue(shell.runText("SELECT 7 AS n, 'a' AS text UNION ALL SELECT 12345, NULL ORDER BY 1"));
        assertEquals("   n   | text\n-------+------\n     7 | a\n 12345 | NULL\n(2 rows)\n", out.toString());
    }

    @Test
    void showsControlCharactersAsEscapes() throws Exception {
        assertTrue(shell.runText("SELECT E'a\\nb\\x1bc' AS t"));
        assertTrue(out.toString().contains(" a\\nb\\x1bc\n"), out.toString());
    }

    @Test
    void printsErrorsWithAllTheirParts() throws Exception {
        assertFalse(shell.runText(
                "DO $$ BEGIN RAISE 'no' USING DETAIL = 'because', HINT = 'don''t', ERRCODE = '22000'; END $$"));
        assertEquals("ERROR:  22000: no\nDETAIL:  because\nHINT:  don't\n", err.toString());
    }

    @Test
    void stopsATextAtItsFirstErrorButAScriptAtItsEnd() throws Exception {
        assertFalse(shell.runText("SELECT 1/0; SELECT 'after' AS a"));
        assertFalse(out.toString().contains("after"));
        assertFalse(shell.runScript(new BufferedReader(new StringReader("SELECT 1/0;\nSELECT 'after' AS a"))));
        assertTrue(out.toString().contains("after"));
    }

    @Test
    void copiesFromAndToTheConversation() throws Exception {
        String script = """
                CREATE TEMP TABLE t (a int, b text);
                COPY t FROM STDIN;
                1\tone
                2\t\\N
                \\.
                UPDATE t SET a = a + 1;
                COPY t TO STDOUT;
                """;
        assertTrue(shell.runScript(new BufferedReader(new StringReader(script))), err.toString());
        assertEquals("CREATE TEMP\nCOPY 2\nUPDATE 2\n2\tone\n3\t\\N\n", out.toString());
    }

    @Test
    void describesTables() throws Exception {
        assertTrue(shell.runText("CREATE TABLE described (id int PRIMARY KEY, price numeric(5,2) DEFAULT 1.5)"));
        assertTrue(shell.runText("\\d described"));
        assertTrue(out.toString().contains("numeric(5,2)"), out.toString());
        assertTrue(out.toString().contains("described_pkey"), out.toString());
        assertTrue(shell.runText("\\dt"));
        assertFalse(shell.runText("\\d nothing"));
        assertFalse(shell.runText("\\unknown"));
    }
}
