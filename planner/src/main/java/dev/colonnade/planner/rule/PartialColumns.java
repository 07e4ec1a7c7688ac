package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.plan.FinalQuery;
import dev.colonnade.planner.plan.FinalQuery.Part;
import dev.colonnade.planner.shape.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns of a fragment of partial aggregates: what it groups by, and what the final query combines. Not thread-safe. */
final class PartialColumns {
    private static final int INT8 = 20;
    private static final int NUMERIC = 1700;
    private static final int FLOAT8 = 701;
    private static final int INTERVAL = 1186;
    private static final int GUARD_DIGITS = 30;
    private static final Set<String> SAME_AGAIN =
            Set.of("min", "max", "bool_and", "bool_or", "every", "bit_and", "bit_or", "bit_xor");

    private final String text;
    private final String merged;
    private final Values values;
    private final Map<String, Integer> definitions = new LinkedHashMap<>();
    private final Map<Expr, Integer> groups = new LinkedHashMap<>();
    private final List<FinalQuery.Proviso> provisos = new ArrayList<>();

    /** @param merged the alias of the fragment's rows in the final query */
    PartialColumns(String text, String merged, Values values) {
        this.text = text;
        this.merged = merged;
        this.values = values;
    }

    /** Groups by one more expression. */
    void group(Expr expr) {
        groups.putIfAbsent(expr, define("(" + original(expr) + ")"));
    }

    /** How the final query names a grouping expression; empty where it is none. */
    Optional<String> groupColumn(Expr expr, Scope scope) {
        for (Map.Entry<Expr, Integer> group : groups.entrySet()) {
            if (same(expr, group.getKey(), scope)) {
                return Optional.of(reference(group.getValue()));
            }
        }
        return Optional.empty();
    }

    private boolean same(Expr a, Expr b, Scope scope) {
        if (a instanceof Expr.ColumnRef x && b instanceof Expr.ColumnRef y) {
            return x.parts().equals(y.parts())
                    || (scope.resolve(x).isPresent() && scope.resolve(x).equals(scope.resolve(y)));
        }
        return original(a).equals(original(b));
    }

    /** Writes what makes the whole aggregate of partial ones; false where it can't be told. */
    boolean combine(List<Part> parts, Expr.Call call) {
        boolean builtIn = call.name().size() == 1 || call.name().getFirst().equals("pg_catalog");
        if (!builtIn || call.withinGroup() || call.arguments().size() != 1) {
            return false;
        }
        String name = call.simpleName();
        if (SAME_AGAIN.contains(name) && call.orderBy().isEmpty() && !name.equals("bit_xor")) {
            // DISTINCT changes nothing here
            text(parts, "pg_catalog." + name + "(" + reference(define(original(call))) + ")");
            return true;
        }
        if (call.distinct() || !call.orderBy().isEmpty()) {
            return false;
        }
        switch (name) {
            case "bit_xor" -> text(parts, "pg_catalog.bit_xor(" + reference(define(original(call))) + ")");
            case "count" ->
                text(parts, "coalesce(pg_catalog.sum(" + reference(define(original(call))) + "), 0)::pg_catalog.int8");
            case "sum" -> {
                int column = define(original(call));
                text(parts, "pg_catalog.sum(" + reference(column) + ")");
                parts.add(new Part.Narrowed(0, column));
            }
            case "avg" -> average(parts, call);
            case "stddev", "stddev_samp" -> {
                return spread(parts, call, true, true);
            }
            case "stddev_pop" -> {
                return spread(parts, call, false, true);
            }
            case "variance", "var_samp" -> {
                return spread(parts, call, true, false);
            }
            case "var_pop" -> {
                return spread(parts, call, false, false);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** As PostgreSQL: the sum over the count, in numeric for exact types. */
    private void average(List<Part> parts, Expr.Call call) {
        // avg of real adds in double precision, sum of real doesn't
        boolean real = values.isReal(call.arguments().getFirst());
        String argument = "(" + original(call.arguments().getFirst()) + ")" + (real ? "::pg_catalog.float8" : "");
        int sum = define("pg_catalog.sum(" + argument + ")" + filter(call));
        int count = define("pg_catalog.count(" + argument + ")" + filter(call));
        provisos.add(new FinalQuery.Proviso(
                0,
                sum,
                Set.of(INT8, NUMERIC, FLOAT8, INTERVAL),
                "avg() of this type isn't the quotient of its sum and count"));
        text(
                parts,
                "(pg_catalog.sum(" + reference(sum) + ") / pg_catalog.sum(" + reference(count)
                        + ")::pg_catalog.numeric)");
    }

    /** Exact for integers and numeric, by count, sum and sum of squares; other types are refused when they are known. */
    private boolean spread(List<Part> parts, Expr.Call call, boolean sample, boolean root) {
        if (values.isInexact(call.arguments().getFirst())) {
            return false;
        }
        String argument = "(" + original(call.arguments().getFirst()) + ")";
        String exact = argument + "::pg_catalog.numeric";
        int count = define("pg_catalog.count(" + argument + ")" + filter(call));
        int sum = define("pg_catalog.sum(" + exact + ")" + filter(call));
        int squares = define("pg_catalog.sum(" + exact + " * " + exact + ")" + filter(call));
        int type = define("pg_catalog.sum(" + argument + ")" + filter(call));
        provisos.add(new FinalQuery.Proviso(
                0,
                type,
                Set.of(INT8, NUMERIC),
                call.simpleName() + "() of this type depends on the order of its rows"));
        String n = "pg_catalog.sum(" + reference(count) + ")";
        String s = "pg_catalog.sum(" + reference(sum) + ")";
        String deviations = "(" + n + " * pg_catalog.sum(" + reference(squares) + ") - " + s + " * " + s + ")";
        String variance = "(" + deviations + " / (" + n + " * " + (sample ? "(" + n + " - 1)" : n) + "))";
        // more digits than wanted first: rounded twice at almost the same place it could come out one off
        String result = root
                ? "pg_catalog.round(pg_catalog.sqrt(pg_catalog.round(" + variance + ", pg_catalog.scale(" + variance
                        + ") + " + GUARD_DIGITS + ")), pg_catalog.scale(" + variance + "))"
                : variance;
        text(
                parts,
                "(CASE WHEN " + n + " > " + (sample ? 1 : 0) + " THEN CASE WHEN " + deviations
                        + " <= 0 THEN 0::pg_catalog.numeric WHEN " + deviations
                        + " = 'NaN' THEN 'NaN'::pg_catalog.numeric ELSE " + result + " END END)");
        return true;
    }

    private String filter(Expr.Call call) {
        return call.filter() == null ? "" : " FILTER (WHERE " + original(call.filter()) + ")";
    }

    private int define(String sql) {
        return definitions.computeIfAbsent(sql, added -> definitions.size());
    }

    private String reference(int column) {
        return merged + "." + name(column);
    }

    private static String name(int column) {
        return "_" + (column + 1);
    }

    private String original(Expr expr) {
        return expr.span().of(text);
    }

    private static void text(List<Part> parts, String sql) {
        parts.add(new Part.Text(sql));
    }

    /** The select list of the fragment, behind its number. */
    List<String> definitions() {
        List<String> list = new ArrayList<>();
        definitions.forEach((sql, column) -> list.add(sql + " AS " + name(column)));
        return list;
    }

    List<String> names() {
        return definitions.values().stream().map(PartialColumns::name).toList();
    }

    /** GROUP BY of the fragment. */
    List<String> groups() {
        return groups.keySet().stream().map(expr -> "(" + original(expr) + ")").toList();
    }

    List<FinalQuery.Proviso> provisos() {
        return provisos;
    }
}
