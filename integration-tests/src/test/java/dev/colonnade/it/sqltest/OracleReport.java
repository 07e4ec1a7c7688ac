package dev.colonnade.it.sqltest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results by class of statement, as a table and with the reasons. Not thread-safe. */
public final class OracleReport {
    private final String title;
    private final Map<String, List<TestResult>> byCategory = new LinkedHashMap<>();

    public OracleReport(String title) {
        this.title = title;
    }

    public void add(TestResult result) {
        byCategory
                .computeIfAbsent(result.test().category(), category -> new ArrayList<>())
                .add(result);
    }

    public long count(Verdict verdict) {
        return byCategory.values().stream()
                .flatMap(List::stream)
                .filter(result -> result.verdict() == verdict)
                .count();
    }

    /** Of the statements in these classes that PostgreSQL answers: which share is the same; and which classes are wholly refused. */
    public List<String> shortfalls(List<String> categories, double sameShareMin) {
        List<String> shortfalls = new ArrayList<>();
        long answered = 0;
        long same = 0;
        for (String category : categories) {
            List<TestResult> results = byCategory.getOrDefault(category, List.of()).stream()
                    .filter(TestResult::oracleAnswers)
                    .toList();
            long sameHere = results.stream()
                    .filter(result -> result.verdict() == Verdict.SAME)
                    .count();
            if (!results.isEmpty() && sameHere == 0) {
                shortfalls.add("class " + category + ": none of " + results.size() + " is the same");
            }
            answered += results.size();
            same += sameHere;
        }
        if (answered > 0 && same < answered * sameShareMin) {
            shortfalls.add("same: " + same + " of " + answered + " (expected: at least "
                    + Math.round(sameShareMin * 100) + " %)");
        }
        return shortfalls;
    }

    /** The table, in Markdown. */
    public String table() {
        StringBuilder out = new StringBuilder(
                "# " + title
                        + "\n\n| class | statements | same | refused | wrong | of the same, refused in a transaction |\n|---|---|---|---|---|---|\n");
        byCategory.forEach((category, results) -> row(out, category, results));
        row(out, "**all**", byCategory.values().stream().flatMap(List::stream).toList());
        return out.toString();
    }

    private static void row(StringBuilder out, String name, List<TestResult> results) {
        out.append("| ").append(name).append(" | ").append(results.size());
        for (Verdict verdict : Verdict.values()) {
            out.append(" | ")
                    .append(results.stream()
                            .filter(result -> result.verdict() == verdict)
                            .count());
        }
        out.append(" | ")
                .append(results.stream()
                        .filter(TestResult::refusedInTransactionOnly)
                        .count())
                .append(" |\n");
    }

    /** Table, then every test that isn't the same, then notes. */
    public void write(Path file) {
        StringBuilder out = new StringBuilder(table());
        for (Verdict verdict : new Verdict[] {Verdict.WRONG, Verdict.REFUSED}) {
            out.append("\n## ").append(verdict).append("\n\n```\n");
            byCategory.values().stream()
                    .flatMap(List::stream)
                    .filter(result -> result.verdict() == verdict
                            || (verdict == Verdict.REFUSED && result.refusedInTransactionOnly()))
                    .forEach(result -> out.append(result.explanation()).append("\n\n"));
            out.append("```\n");
        }
        out.append("\n## Notes: differences that aren't held against the proxy\n\n```\n");
        byCategory.values().stream()
                .flatMap(List::stream)
                .forEach(result -> result.findings()
                        .forEach(one -> one.finding().notes().stream()
                                .distinct()
                                .forEach(note -> out.append(result.test().id())
                                        .append(" (")
                                        .append(one.mode())
                                        .append("): ")
                                        .append(note)
                                        .append('\n'))));
        out.append("```\n");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, out, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
