package dev.colonnade.cli;

import dev.colonnade.admin.document.ExplainDocument;
import dev.colonnade.admin.document.Json;
import dev.colonnade.cli.console.CommandFailure;
import dev.colonnade.cli.console.Console;
import dev.colonnade.cli.explain.OfflineCatalog;
import dev.colonnade.planner.PlanContext;
import dev.colonnade.planner.QueryPlanner;
import dev.colonnade.planner.sql.StatementSplitter;
import dev.colonnade.server.explain.StatementExplainer;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "explain",
        description =
                "Say where statements would go, one line of JSON each. Nothing is run, and no database is needed.",
        footer = {
            "",
            "A topology has no columns: without --schema whatever depends on them is refused or goes everywhere. Views,",
            "functions of your own and collations aren't known here; POST /v1/explain of a running proxy knows them.",
            "Parameters ($1 and so on) are all taken for 1."
        })
final class ExplainCommand implements Callable<Integer> {
    private static final int CACHED_PLANS = 100;
    private static final Pattern PARAMETER = Pattern.compile("\\$([0-9]{1,5})\\b");

    private final Console console;

    @Option(names = "--topology", required = true, paramLabel = "FILE", description = "The topology, in YAML.")
    private Path topology = Path.of("");

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "CREATE TABLE and the like, as pg_dump --schema-only writes it.")
    private @Nullable Path schema;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The statements, with semicolons between them. Default: standard input.")
    private @Nullable Path file;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        PlanContext context = new PlanContext(
                Wiring.topology(topology), OfflineCatalog.of(schema == null ? "" : text(schema)), List.of("public"));
        StatementExplainer explainer = new StatementExplainer(new QueryPlanner(CACHED_PLANS));
        for (StatementSplitter.Piece piece : StatementSplitter.split(file == null ? standardInput() : text(file))) {
            String sql = piece.text().strip();
            ExplainDocument document = ExplainDocument.of(explainer.explain(sql, parameters(sql), context));
            console.say("%s", new String(Json.write(document), StandardCharsets.UTF_8));
        }
        return 0;
    }

    /** A value for each parameter: without one a key would be unknown, and the answer another than for any value. */
    private static List<@Nullable String> parameters(String sql) {
        int highest = PARAMETER
                .matcher(sql)
                .results()
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .max()
                .orElse(0);
        return Collections.nCopies(highest, "1");
    }

    private static String text(Path path) throws CommandFailure {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure(path + ": not readable (" + e.getMessage() + ")", e);
        }
    }

    private static String standardInput() throws IOException {
        try (InputStream in = new FileInputStream(FileDescriptor.in)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
