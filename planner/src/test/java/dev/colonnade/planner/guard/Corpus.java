package dev.colonnade.planner.guard;

import dev.colonnade.planner.sql.StatementSplitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Statements in files: {@code .sql} as psql reads it, our own {@code .sqltest} files, and the string constants of programs that begin as a
 * statement does. Each direct subfolder of a folder is a source.
 */
final class Corpus {
    private static final Pattern STRING = Pattern.compile(
            "`([^`]{8,4000})`|\"\"\"(.{8,4000}?)\"\"\"|r#\"(.{8,4000}?)\"#|\"((?:[^\"\\\\]|\\\\.){8,4000}+)\"|'((?:[^'\\\\\n]|\\\\.){8,2000}+)'",
            Pattern.DOTALL);
    private static final Pattern VERB = Pattern.compile(
            "(?is)\\s*(select|insert|update|delete|with|merge|values|begin|set|create|alter|drop|copy|truncate|explain|prepare)\\s.*");
    private static final Pattern PROGRAM = Pattern.compile(".*\\.(rs|go|py|js|ts|rb|java|kt)");

    private Corpus() {}

    /** Source to its distinct statements. */
    static Map<String, List<String>> read(Path folder) throws IOException {
        Map<String, List<String>> sources = new TreeMap<>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path source : children.filter(Files::isDirectory).sorted().toList()) {
                sources.put(source.getFileName().toString(), distinct(statements(source)));
            }
        }
        return sources;
    }

    private static List<String> statements(Path source) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                if (name.endsWith(".sql")) {
                    found.addAll(ofScript(text(file)));
                } else if (PROGRAM.matcher(name).matches()) {
                    found.addAll(ofProgram(text(file)));
                }
            }
        }
        return found;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Lines that speak to psql and the rows behind COPY ... FROM STDIN are no SQL. */
    static List<String> ofScript(String script) {
        List<String> found = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        boolean rows = false;
        for (String line : script.split("\r?\n", -1)) {
            if (rows) {
                rows = !line.equals("\\.");
            } else if (line.strip().startsWith("\\")) {
                split(sql, found);
            } else {
                sql.append(line.replaceAll("\\\\(gset|gexec|gdesc|watch|g|bind|parse)\\b.*", ";"))
                        .append('\n');
                rows = line.matches("(?i)\\s*copy\\b.*\\bfrom\\s+stdin\\b.*;\\s*");
                if (rows) {
                    split(sql, found);
                }
            }
        }
        split(sql, found);
        return found;
    }

    private static void split(StringBuilder sql, List<String> found) {
        for (StatementSplitter.Piece piece : StatementSplitter.split(sql.toString())) {
            found.add(piece.text().strip());
        }
        sql.setLength(0);
    }

    static List<String> ofProgram(String program) {
        List<String> found = new ArrayList<>();
        Matcher strings = STRING.matcher(program);
        int from = 0;
        while (strings.find(from)) {
            from = strings.start() + 1;
            for (int i = 1; i <= strings.groupCount(); i++) {
                String text = strings.group(i);
                if (text != null && VERB.matcher(text).matches()) {
                    String plain = text.replace("\\n", "\n").replace("\\t", " ").replace("\\\"", "\"");
                    for (StatementSplitter.Piece piece : StatementSplitter.split(plain)) {
                        found.add(piece.text().strip());
                    }
                    from = strings.end();
                }
            }
        }
        return found;
    }

    /** One of each shape: numbers, strings and blanks don't make a difference. */
    static List<String> distinct(List<String> statements) {
        Map<String, String> byShape = new LinkedHashMap<>();
        for (String statement : statements) {
            String shape = statement
                    .replaceAll("--[^\n]*", " ")
                    .replaceAll("'[^']*'", "'")
                    .replaceAll("\\b[0-9]+", "0")
                    .replaceAll("\\s+", " ")
                    .strip();
            byShape.putIfAbsent(shape, statement);
        }
        Collection<String> values = byShape.values();
        return List.copyOf(values);
    }
}
