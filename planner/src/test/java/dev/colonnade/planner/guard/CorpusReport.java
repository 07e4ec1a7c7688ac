package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what becomes of statements, by source and kind. */
final class CorpusReport {
    private static final Set<String> DML = Set.of("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt");

    /** {@code kind} is PostgreSQL's name of the statement. */
    record Finding(String source, String kind, String sql, Comparison comparison) {}

    private final Map<String, Map<Comparison.Verdict, Integer>> queries = new TreeMap<>();
    private final Map<String, Map<Comparison.Verdict, Integer>> others = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    void add(String source, List<String> statements, PgReader reader) throws IOException {
        for (String sql : statements) {
            JsonNode theirs = reader.read(sql);
            Comparison comparison = Comparison.of(sql, theirs);
            if (comparison.verdict() == Comparison.Verdict.NOT_SQL) {
                continue;
            }
            String kind = Json.kind(theirs.path("stmts").path(0).path("stmt"));
            (DML.contains(kind) ? queries : others)
                    .computeIfAbsent(source, s -> new EnumMap<>(Comparison.Verdict.class))
                    .merge(comparison.verdict(), 1, Integer::sum);
            if (comparison.verdict() != Comparison.Verdict.SAME) {
                findings.add(new Finding(source, kind, sql, comparison));
            }
        }
    }

    List<Finding> findings() {
        return findings;
    }

    /** One line a source and kind: parsed as PostgreSQL does, refused, misread. */
    String table() {
        StringBuilder out =
                new StringBuilder(line("source", "kind", "statements", "same", "refused", "misread", "parsed %"));
        Map<Comparison.Verdict, Integer> sum = new EnumMap<>(Comparison.Verdict.class);
        rows(out, queries, "queries and DML", sum);
        rows(out, others, "other", sum);
        row(out, "everything", "", sum);
        return out.toString();
    }

    private static void rows(
            StringBuilder out,
            Map<String, Map<Comparison.Verdict, Integer>> counts,
            String kind,
            Map<Comparison.Verdict, Integer> total) {
        Map<Comparison.Verdict, Integer> sum = new EnumMap<>(Comparison.Verdict.class);
        counts.forEach((source, count) -> {
            row(out, source, kind, count);
            count.forEach((verdict, n) -> sum.merge(verdict, n, Integer::sum));
        });
        row(out, "all", kind, sum);
        sum.forEach((verdict, n) -> total.merge(verdict, n, Integer::sum));
    }

    private static void row(StringBuilder out, String source, String kind, Map<Comparison.Verdict, Integer> count) {
        int same = count.getOrDefault(Comparison.Verdict.SAME, 0);
        int refused = count.getOrDefault(Comparison.Verdict.REFUSED, 0);
        int misread = count.getOrDefault(Comparison.Verdict.MISREAD, 0);
        int all = same + refused + misread;
        double parsed = all == 0 ? 100 : 100.0 * (same + misread) / all;
        out.append(line(source, kind, all, same, refused, misread, String.format(Locale.ROOT, "%.2f", parsed)));
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-24s %-16s %10s %8s %8s %8s %9s%n", cells);
    }
}
