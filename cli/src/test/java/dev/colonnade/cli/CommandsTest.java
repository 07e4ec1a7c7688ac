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
