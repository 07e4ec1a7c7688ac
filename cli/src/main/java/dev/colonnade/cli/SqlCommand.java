package dev.colonnade.cli;

import dev.colonnade.cli.console.CommandFailure;
import dev.colonnade.cli.console.Console;
import dev.colonnade.cli.sql.SqlShell;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "sql",
        description = "Speak SQL to the proxy, or to any PostgreSQL: at a terminal, from standard input, or with -c.",
        footer = {"", "The password, where one is asked for, is read from the environment variable PGPASSWORD."})
final class SqlCommand implements Callable<Integer> {
    private final Console console;
    private final Installation installation;

    @Option(
            names = {"-h", "--host"},
            defaultValue = "127.0.0.1",
            description = "Default: ${DEFAULT-VALUE}")
    private String host = "";

    @Option(
            names = {"-p", "--port"},
            defaultValue = "6432",
            description = "Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = {"-U", "--user"},
            defaultValue = "app",
            description = "Default: ${DEFAULT-VALUE}")
    private String user = "";

    @Option(
            names = {"-d", "--database"},
            defaultValue = "shop",
            description = "Default: ${DEFAULT-VALUE}")
    private String database = "";

    @Option(names = "-c", paramLabel = "SQL", description = "Run this and leave; exit code 1 if it fails.")
    private @Nullable String text;

    SqlCommand(Console console, Installation installation) {
        this.console = console;
        this.installation = installation;
    }

    @Override
    public Integer call() throws SQLException, IOException, CommandFailure {
        try (Connection connection = connect()) {
            SqlShell shell = new SqlShell(connection, console);
            if (text != null) {
                return shell.runText(text) ? 0 : 1;
            }
            if (installation.interactive()) {
                Files.createDirectories(installation.cache());
                shell.interact(installation.cache().resolve("sql-history"));
                return 0;
            }
            try (BufferedReader script = new BufferedReader(
                    new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
                return shell.runScript(script) ? 0 : 1;
            }
        }
    }

    private Connection connect() throws CommandFailure {
        Properties settings = new Properties();
        PGProperty.USER.set(settings, user);
        PGProperty.PASSWORD.set(settings, installation.password());
        PGProperty.APPLICATION_NAME.set(settings, "colonnade sql");
        // Statements travel as they were typed, several results and transaction commands included.
        PGProperty.PREFER_QUERY_MODE.set(settings, "simple");
        String where = host + ":" + port;
        try {
            Connection connection = new Driver()
                    .connect(
                            "jdbc:postgresql://" + where + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8),
                            settings);
            if (connection == null) {
                throw new CommandFailure("the JDBC driver did not take the address " + where);
            }
            return connection;
        } catch (SQLException e) {
            throw new CommandFailure("no connection to " + where + ": " + e.getMessage(), e);
        }
    }
}
