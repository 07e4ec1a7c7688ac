package dev.colonnade.it.sqltest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code *.sqltest}. A line {@code # title} begins a test; lines {@code -- name: value} before a statement say how it is run and
 * compared; a statement ends with a semicolon at the end of a line; after COPY ... FROM STDIN come its lines up to {@code \.}.
 *
 * <pre>
 * -- params: 42::int8, 'x'::text    one execution; repeat the line for more
 * -- ordered                        rows in exactly this order; "ordered: 1,2": ties of these columns in any order
 * -- float                          float columns within a tolerance
 * -- any-scale                      numeric columns by value
 * -- volatile: 1,3                  columns whose values differ by nature
 * -- any-rows-of: SELECT ...        any rows of that query, as many as the oracle gives
 * -- expect: same | refused         default: same or refused
 * -- modes: simple                  only these of simple, text, binary
 * -- fetch: 3                       rows per Execute
 * -- one-message                    the lines up to the next blank line are one Query message
 * </pre>
 */
public final class SqlTestFile {
    private final String category;
    private final List<SqlTest> tests = new ArrayList<>();
    private @Nullable String title;
    private int titleLine;
    private List<Step> steps = new ArrayList<>();
    private SqlTest.Expectation expectation = SqlTest.Expectation.SAME_OR_REFUSED;
    private List<SqlTest.Mode> modes = List.of();
    private int fetch;
    private List<List<Param>> params = new ArrayList<>();
    private Step.Looseness looseness = Step.Looseness.NONE;
    private boolean oneMessage;

    private SqlTestFile(String category) {
        this.category = category;
    }

    /** All tests of a folder, files in the order of their names. */
    public static List<SqlTest> readAll(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.sqltest")) {
            stream.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        List<SqlTest> tests = new ArrayList<>();
        files.forEach(file -> tests.addAll(read(file)));
        return tests;
    }

    static List<SqlTest> read(Path file) {
        try {
            String name = file.getFileName().toString();
            return parse(name.substring(0, name.lastIndexOf('.')), Files.readString(file, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<SqlTest> parse(String category, String text) {
        SqlTestFile file = new SqlTestFile(category);
        file.parse(text.split("\n", -1));
        return List.copyOf(file.tests);
    }

    private void parse(String[] lines) {
        int at = 0;
        while (at < lines.length) {
            String line = lines[at];
            if (line.startsWith("# ")) {
                finish();
                title = line.substring(2).trim();
                titleLine = at + 1;
                at++;
            } else if (line.isBlank() || line.startsWith("##")) {
                at++;
            } else if (line.startsWith("-- ")) {
                directive(line.substring(3).trim(), at + 1);
                at++;
            } else {
                at = statement(lines, at);
            }
        }
        finish();
    }

    private int statement(String[] lines, int start) {
        StringBuilder sql = new StringBuilder();
        int at = start;
        while (at < lines.length) {
            String line = lines[at++];
            if (oneMessage && line.isBlank()) {
                break;
            }
            sql.append(sql.isEmpty() ? "" : "\n").append(line);
            if (!oneMessage && line.stripTrailing().endsWith(";")) {
                break;
            }
        }
        StringBuilder copyData = new StringBuilder();
        String lower = sql.toString().toLowerCase(Locale.ROOT);
        if (lower.startsWith("copy") && lower.contains("from stdin")) {
            while (!lines[at].equals("\\.")) {
                copyData.append(lines[at++]).append('\n');
            }
            at++;
        }
        steps.add(new Step(sql.toString(), List.copyOf(params), copyData.toString(), looseness));
        params = new ArrayList<>();
        looseness = Step.Looseness.NONE;
        oneMessage = false;
        return at;
    }

    private void directive(String text, int line) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1).trim();
        switch (name) {
            case "params" -> params.add(Param.parseList(value));
            case "ordered" ->
                looseness = looseness.ordered(
                        value.isEmpty() ? new Step.Order.Total() : new Step.Order.Keys(numbers(value)));
            case "float" -> looseness = looseness.withFloats();
            case "any-scale" -> looseness = looseness.withAnyScale();
            case "volatile" -> looseness = looseness.withVolatile(numbers(value));
            case "any-rows-of" -> looseness = looseness.withRowsOf(value);
            case "expect" -> expectation = SqlTest.Expectation.valueOf(value.toUpperCase(Locale.ROOT));
            case "modes" ->
                modes = Arrays.stream(value.split(",\\s*", -1))
                        .map(SqlTestFile::mode)
                        .toList();
            case "fetch" -> fetch = Integer.parseInt(value);
            case "one-message" -> oneMessage = true;
            default -> throw new IllegalArgumentException(category + ":" + line + ": unknown directive " + name);
        }
    }

    private static SqlTest.Mode mode(String name) {
        return switch (name) {
            case "simple" -> SqlTest.Mode.SIMPLE;
            case "text" -> SqlTest.Mode.EXTENDED_TEXT;
            case "binary" -> SqlTest.Mode.EXTENDED_BINARY;
            default -> throw new IllegalArgumentException("mode: " + name + " (expected: simple, text or binary)");
        };
    }

    private static List<Integer> numbers(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(number -> Integer.valueOf(number.trim()))
                .toList();
    }

    private void finish() {
        if (title != null) {
            if (steps.isEmpty()) {
                throw new IllegalArgumentException(category + ":" + titleLine + ": no statement");
            }
            List<SqlTest.Mode> chosen = modes.isEmpty() ? List.of(SqlTest.Mode.values()) : modes;
            tests.add(new SqlTest(
                    category, tests.size(), title, titleLine, List.copyOf(steps), expectation, chosen, fetch));
        }
        title = null;
        steps = new ArrayList<>();
        params = new ArrayList<>();
        looseness = Step.Looseness.NONE;
        expectation = SqlTest.Expectation.SAME_OR_REFUSED;
        modes = List.of();
        fetch = 0;
    }
}
