package dev.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.cli.console.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void tellsItsVersion() {
        assertEquals(0, run("version"));
        assertTrue(out.toString().startsWith("colonnade "), out.toString());
    }

    @Test
    void helps() {
        assertEquals(0, run("help"));
        assertEquals(0, run("help", "dev"));
        assertTrue(out.toString().contains("--admin-port"), out.toString());
    }

    @Test
    void helpsWhereItIsExpected() {
        for (String command : new String[] {"dev", "serve", "sql", "version"}) {
            assertEquals(0, run(command, "--help"), command);
        }
        assertEquals(0, run("-h"));
        assertEquals(0, run("--version"));
        assertEquals("", err.toString());
        assertEquals(2, run("hlep"));
        assertTrue(err.toString().contains("Did you mean help?"), err.toString());
    }

    @Test
    void answersWrongUsageWithTwo() {
        assertEquals(2, run());
        assertEquals(2, run("dev", "--prot=1"));
        assertTrue(err.toString().contains("--port"), err.toString());
        assertEquals(2, run("dev", "--shards", "0"));
        assertEquals(2, run("serve"));
    }

    @Test
    void answersFailureWithOneAndASentence() throws Exception {
        assertEquals(1, run("dev", "--topology", folder.resolve("none.yaml").toString()));
        assertTrue(err.toString().contains("none.yaml"), err.toString());
    }

    @Test
    void namesThePortInUseAndItsOption() throws Exception {
        Path topology = folder.resolve("one.yaml");
        Files.writeString(topology, "database: one\nshards:\n  main: { host: 127.0.0.1, port: 5432 }\n");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertEquals(1, run("dev", "--topology", topology.toString(), "--port", port));
            assertTrue(err.toString().contains(port) && err.toString().contains("--port"), err.toString());
        }
    }

    @Test
    void explainsWithoutADatabase() throws Exception {
        Path topology = Path.of(System.getProperty("root", ".."), "conf", "shop.yaml");
        Path schema = folder.resolve("schema.sql");
        Files.writeString(schema, """
                CREATE TABLE orders (customer_id bigint, id bigint, placed_at timestamptz);
                ALTER TABLE ONLY orders ADD CONSTRAINT k PRIMARY KEY (customer_id, id);
                """);
        Path statements = folder.resolve("statements.sql");
        Files.writeString(statements, """
                SELECT * FROM orders WHERE customer_id = $1;
                SELECT lower('A') FROM orders ORDER BY placed_at LIMIT 3;
                SELECT *
                  FORM orders;
                SELECT now() FROM orders;
                """);
        assertEquals(
                0,
                run(
                        "explain",
                        "--topology",
                        topology.toString(),
                        "--schema",
                        schema.toString(),
                        "-f",
                        statements.toString()));
        List<String> lines = out.toString().lines().toList();
        assertEquals(4, lines.size(), out.toString());
        assertTrue(
                lines.get(0).startsWith("{\"stage\":\"plan\",\"verdict\":\"one\",\"reason\":\"KEY_EQUALS\""),
                lines.get(0));
        assertTrue(lines.get(1).contains("\"verdict\":\"all\"") && lines.get(1).contains("limit 3"), lines.get(1));
        assertTrue(lines.get(2).startsWith("{\"stage\":\"parse\",\"verdict\":\"refused\""), lines.get(2));
        assertTrue(lines.get(2).endsWith("\"position\":12,\"construct\":\"FORM\"}}"), lines.get(2));
        assertTrue(lines.get(3).contains("\"sqlstate\":\"0A000\""), lines.get(3));
    }

    @Test
    void saysWhatItCannotReadToExplain() {
        assertEquals(1, run("explain", "--topology", folder.resolve("none.yaml").toString()));
        assertTrue(err.toString().contains("none.yaml"), err.toString());
        assertEquals(2, run("explain"));
    }

    @Test
    void listsEveryProblemOfAConfiguration() throws Exception {
        Path config = folder.resolve("bad.yaml");
        Files.writeString(config, "databse: shop\npool: { size_per_shard: 0 }\nshards: {}\n");
        assertEquals(1, run("serve", "--config", config.toString()));
        assertTrue(err.toString().contains("databse"), err.toString());
        assertTrue(err.toString().contains("size_per_shard"), err.toString());
        assertTrue(err.toString().lines().allMatch(line -> line.startsWith("colonnade: ")), err.toString());
        assertEquals(
                1,
                err.toString()
                        .lines()
                        .filter(line -> line.contains("size_per_shard"))
                        .count(),
                err.toString());
    }

    private int run(String... arguments) {
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        Installation installation = new Installation(folder, false, folder.resolve("cache"), null, "somebody");
        return Commands.line(console, installation).execute(arguments);
    }
}
