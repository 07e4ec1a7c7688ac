package dev.colonnade.cli.sql;

import dev.colonnade.cli.console.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * One conversation with a server: takes statements and backslash commands, prints tables, tags, notices and errors. An error ends a
 * statement, not the conversation. Not thread-safe.
 */
public final class SqlShell {
    private static final Pattern COPY_IN =
            Pattern.compile("\\s*copy\\b.*\\bfrom\\s+stdin\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern COPY_OUT =
            Pattern.compile("\\s*copy\\b.*\\bto\\s+stdout\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final String HELP = """
            \\d          list tables, views and sequences
            \\d NAME     describe a table
            \\dt         list tables
            \\timing     show how long each statement takes
            \\q          leave
            A statement ends with ';'.""";

    private final Connection connection;
    private final Console console;
    private final StatementSplitter splitter = new StatementSplitter();
    private boolean timing;
    private boolean leaving;

    public SqlShell(Connection connection, Console console) {
        this.connection = connection;
        this.console = console;
    }

    /** Runs what is typed at the terminal, until {@code \q} or the end of the input. */
    public void interact(Path history) throws IOException, SQLException {
        console.say(
                "Connected to %s as %s. \\? helps.",
                connection.getCatalog(), connection.getMetaData().getUserName());
        try (TerminalLines lines = new TerminalLines(history, splitter::clear)) {
            converse(lines);
        }
    }

    /** Runs a script and returns whether all of it succeeded; a failed statement doesn't stop the others. */
    public boolean runScript(BufferedReader script) throws IOException, SQLException {
        return converse(prompt -> script.readLine());
    }

    /** Runs statements given as one text and returns whether they succeeded; the first that fails is the last. */
    public boolean runText(String text) throws IOException, SQLException {
        if (text.startsWith("\\")) {
            return backslash(text.strip());
        }
        for (String statement : splitter.feed(text)) {
            if (!run(statement, prompt -> null)) {
                return false;
            }
        }
        String rest = splitter.rest();
        splitter.clear();
        return rest.isEmpty() || run(rest, prompt -> null);
    }

    private boolean converse(LineSource lines) throws IOException, SQLException {
        boolean clean = true;
        while (!leaving && !connection.isClosed()) {
            String line = lines.next(prompt());
            if (line == null) {
                break;
            }
            if (!splitter.pending() && line.stripLeading().startsWith("\\")) {
                clean &= backslash(line.strip());
                continue;
            }
            for (String statement : splitter.feed(line)) {
                clean &= run(statement, lines);
            }
        }
        String rest = splitter.rest();
        splitter.clear();
        return (rest.isEmpty() || leaving || run(rest, prompt -> null)) && clean;
    }

    private String prompt() throws SQLException {
        String state = switch (connection.unwrap(BaseConnection.class).getTransactionState()) {
            case IDLE -> "";
            case OPEN -> "*";
            case FAILED -> "!";
        };
        return connection.getCatalog() + state + (splitter.pending() ? "-> " : "=> ");
    }

    private boolean backslash(String command) throws SQLException, IOException {
        List<String> words = List.of(command.split("\\s+", 2));
        @Nullable String argument = words.size() > 1 ? words.get(1).replaceAll(";$", "") : null;
        switch (words.get(0)) {
            case "\\q" -> leaving = true;
            case "\\?", "\\h" -> console.say(HELP);
            case "\\timing" -> {
                timing = !timing;
                console.say("Timing is " + (timing ? "on." : "off."));
            }
            case "\\dt" -> {
                return run(CatalogQueries.TABLES, prompt -> null);
            }
            case "\\d" -> {
                return argument == null
                        ? run(CatalogQueries.RELATIONS, prompt -> null)
                        : run(CatalogQueries.columns(argument), prompt -> null)
                                && run(CatalogQueries.indexes(argument), prompt -> null);
            }
            default -> {
                console.complain(words.get(0) + " is unknown; \\? lists what there is.");
                return false;
            }
        }
        return true;
    }

    private boolean run(String sql, LineSource input) throws IOException {
        long start = System.nanoTime();
        boolean done = true;
        try {
            if (COPY_IN.matcher(sql).matches()) {
                Copying.in(connection, sql, input, console);
            } else if (COPY_OUT.matcher(sql).matches()) {
                Copying.out(connection, sql, console);
            } else {
                execute(sql);
            }
        } catch (SQLException e) {
            console.complain(ErrorText.of(e));
            done = false;
        }
        if (timing) {
            console.say("Time: %.3f ms", (System.nanoTime() - start) / 1e6);
        }
        console.out().flush();
        return done;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() >= 0) {
                for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
                    console.complain(ErrorText.of(w));
                }
                statement.clearWarnings();
                if (rows) {
                    try (ResultSet result = statement.getResultSet()) {
                        TableText.print(result, console.out());
                    }
                } else {
                    console.say(tag(sql, statement.getLargeUpdateCount()));
                }
                rows = statement.getMoreResults();
            }
        }
    }

    /** The driver keeps the server's command tag to itself: this is it for the common statements. */
    private static String tag(String sql, long rows) {
        String[] words = sql.strip().toUpperCase(Locale.ROOT).split("[\\s(;]+", 3);
        return switch (words[0]) {
            case "INSERT" -> "INSERT 0 " + rows;
            case "UPDATE", "DELETE", "MERGE" -> words[0] + " " + rows;
            case "CREATE", "DROP", "ALTER" -> words.length > 1 ? words[0] + " " + words[1] : words[0];
            default -> words[0];
        };
    }
}
