package dev.colonnade.planner.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Statements and what they are read as: {@code src/test/statements/*.txt}, a line of SQL, then lines of the form of {@link AstText} behind {@code => }. */
final class StatementParserTest {
    private static final Path CASES = Path.of("src/test/statements");

    @Test
    void statementsAreReadAsWritten() throws IOException {
        boolean update = Boolean.getBoolean("golden.update");
        List<String> differences = new ArrayList<>();
        try (var files = Files.list(CASES)) {
            for (Path file : files.sorted().toList()) {
                List<String> written = new ArrayList<>();
                String sql = "";
                String expected = "";
                for (String line : lines(file)) {
                    if (line.startsWith("=> ")) {
                        expected = line;
                        continue;
                    }
                    compare(sql, expected, written, differences);
                    sql = line;
                    expected = "";
                }
                compare(sql, expected, written, differences);
                if (update) {
                    Files.write(file, written.subList(1, written.size()), StandardCharsets.UTF_8);
                }
            }
        }
        if (!differences.isEmpty() && !update) {
            fail(differences.size() + " differ:\n" + String.join("\n\n", differences));
        }
    }

    private static void compare(String sql, String expected, List<String> written, List<String> differences) {
        written.add(sql);
        if (sql.isBlank() || sql.startsWith("#")) {
            return;
        }
        String actual = "=> "
                + AstText.of(StatementParser.parse(decode(sql)))
                        .replace("\n", "\\n")
                        .replace("\r", "\\r");
        written.add(actual);
        if (!actual.equals(expected)) {
            differences.add(sql + "\n" + actual + "\nexpected\n" + expected);
        }
    }

    @Test
    void spansAreExact() throws IOException {
        List<String> wrong = new ArrayList<>();
        try (var files = Files.list(CASES)) {
            for (Path file : files.sorted().toList()) {
                for (String line : lines(file)) {
                    if (!line.startsWith("=> ") && !line.startsWith("#")) {
                        String sql = decode(line);
                        if (StatementParser.parse(sql) instanceof ParseOutcome.Parsed parsed) {
                            for (String problem : SpanWalk.wrongSpans(sql, (Record) parsed.statement())) {
                                wrong.add(line + "\n    " + problem);
                            }
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    /** In the files a line end is written as \n with two backslashes before it. */
    private static String decode(String line) {
        return line.replace("\\\\n", "\n").replace("\\\\r", "\r").replace("\\\\t", "\t");
    }
}
