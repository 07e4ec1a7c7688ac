package dev.colonnade.planner.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The statements that this repository has: those of the parser's tests, of the plans' tests and of the tests against databases. */
public final class RepositoryStatements {
    private static final Path ROOT = Path.of(System.getProperty("root", ".."));

    private RepositoryStatements() {}

    public static List<String> all() throws IOException {
        List<String> found = new ArrayList<>();
        for (String folder : List.of(
                "planner/src/test/statements",
                "planner/src/test/plans",
                "planner/src/test/guard",
                "integration-tests/src/test/sqltest",
                "integration-tests/src/test/resources")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    found.addAll(statements(file));
                }
            }
        }
        return Corpus.distinct(found);
    }

    private static List<String> statements(Path file) throws IOException {
        String name = file.getFileName().toString();
        String text = Files.readString(file, StandardCharsets.UTF_8);
        if (name.endsWith(".sql")) {
            return Corpus.ofScript(text);
        }
        if (name.equals("refused.txt") || !name.matches(".*\\.(txt|plan|sqltest)")) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        if (name.endsWith(".txt")) {
            text.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("=> ") && !line.isBlank())
                    .forEach(line -> found.add(
                            line.replace("\\\\n", "\n").replace("\\\\r", "\r").replace("\\\\t", "\t")));
        } else {
            String between = name.endsWith(".plan") ? "(?m)^(#.*|----|\\s*)$" : "(?m)^#.*$";
            found.addAll(Corpus.ofScript(text.replaceAll(between, ";")));
        }
        return found;
    }
}
