package dev.colonnade.planner.sql;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The compact form of a statement in tests: expressions nearly as SQL with full parentheses, everything else as {@code Name(component=value
 * ...)} with what is absent left out, and no spans.
 */
final class AstText {
    private AstText() {}

    static String of(ParseOutcome outcome) {
        return switch (outcome) {
            case ParseOutcome.Parsed parsed -> of(parsed.statement());
            case ParseOutcome.Failed failed ->
                "FAILED at " + failed.position() + ": " + failed.message()
                        + (failed.tooComplex() ? " (too complex)" : "");
        };
    }

    static String of(Object node) {
        return switch (node) {
            case Expr expr -> expr(expr);
            case Expr.OrderItem item -> orderItem(item);
            case Query.Item item -> of(item.expr()) + (item.alias() == null ? "" : " as " + item.alias());
            case Query.Table table -> table(table);
            case Statement.Select select -> of(select.query());
            case Statement.Assignment assignment -> assignment.columns() + "=" + of(assignment.value());
            case List<?> list -> list(list);
            case Map<?, ?> map -> new TreeMap<>(map).toString();
            case Record r -> components(r);
            default -> node.toString();
        };
    }

    private static String list(List<?> list) {
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            texts.add(of(element));
        }
        return "[" + String.join(", ", texts) + "]";
    }

    private static String expr(Expr expr) {
        return switch (expr) {
            case Expr.ColumnRef c -> String.join(".", c.parts());
            case Expr.Star star -> star.qualifier().isEmpty() ? "*" : String.join(".", star.qualifier()) + ".*";
            case Expr.Literal l ->
                switch (l.kind()) {
                    case INTEGER, NUMERIC -> l.value();
                    case STRING -> "'" + l.value() + "'";
                    case BIT_STRING -> "bits'" + l.value() + "'";
                    case NULL, TRUE, FALSE -> l.kind().name();
                };
            case Expr.Param p -> "$" + p.number();
            case Expr.Cast c -> of(c.operand()) + "::" + c.type();
            case Expr.Op op -> operation(op);
            case Expr.Row row -> "row" + list(row.items());
            case Expr.ArrayItems a -> "array" + list(a.items());
            case Expr.Subquery s -> (s.array() ? "array" : "") + "(" + of(s.query()) + ")";
            case Expr.Exists e -> "exists(" + of(e.query()) + ")";
            case Expr.InList in ->
                "(" + of(in.operand()) + (in.negated() ? " not in " : " in ") + list(in.items()) + ")";
            case Expr.InQuery in ->
                "(" + of(in.operand()) + (in.negated() ? " not in " : " in ") + "(" + of(in.query()) + "))";
            case Expr.Quantified q ->
                "(" + of(q.operand()) + " " + q.operator() + (q.all() ? " all " : " any ") + of(q.array()) + ")";
            case Expr.QuantifiedQuery q ->
                "(" + of(q.operand()) + " " + q.operator() + (q.all() ? " all (" : " any (") + of(q.query()) + "))";
            case Expr.Call call -> call(call);
            case Expr.Collate c -> of(c.operand()) + " collate " + String.join(".", c.collation());
            case Expr.Default d -> "default";
            case Expr.Case c -> components(c);
            case Expr.Other o ->
                "{" + o.what() + " " + list(o.children()) + (o.queries().isEmpty() ? "" : list(o.queries())) + "}";
        };
    }

    private static String operation(Expr.Op op) {
        if (op.operands().size() == 1) {
            String operand = of(op.operands().getFirst());
            boolean postfix = op.operator().startsWith("is ") || op.operator().equals("at local");
            return postfix ? "(" + operand + " " + op.operator() + ")" : "(" + op.operator() + " " + operand + ")";
        }
        List<String> operands = new ArrayList<>();
        for (Expr operand : op.operands()) {
            operands.add(of(operand));
        }
        if (op.operator().contains("between") && operands.size() == 3) {
            return "(%s %s %s and %s)".formatted(operands.get(0), op.operator(), operands.get(1), operands.get(2));
        }
        return "(" + String.join(" " + op.operator() + " ", operands) + ")";
    }

    private static String call(Expr.Call call) {
        StringBuilder out = new StringBuilder(String.join(".", call.name())).append("(");
        out.append(call.distinct() ? "distinct " : "");
        String arguments = list(call.arguments());
        out.append(arguments, 1, arguments.length() - 1);
        if (!call.orderBy().isEmpty()) {
            out.append(call.withinGroup() ? " within group " : " order by ").append(list(call.orderBy()));
        }
        out.append(")");
        if (call.filter() != null) {
            out.append(" filter ").append(of(call.filter()));
        }
        if (call.over() != null) {
            out.append(" over ").append(of(call.over()));
        }
        return out.toString();
    }

    private static String orderItem(Expr.OrderItem item) {
        return of(item.expr())
                + (item.descending() ? " desc" : "")
                + (item.nullsFirst() == null ? "" : item.nullsFirst() ? " nulls first" : " nulls last")
                + (item.using() == null ? "" : " using " + item.using());
    }

    private static String table(Query.Table table) {
        return (table.only() ? "only " : "")
                + String.join(".", table.name())
                + (table.alias() == null ? "" : " as " + table.alias())
                + (table.columnAliases().isEmpty() ? "" : table.columnAliases())
                + (table.sampled() ? " sampled" : "");
    }

    /** All components but spans and what is absent. */
    private static String components(Record r) {
        StringBuilder out = new StringBuilder(r.getClass().getSimpleName()).append("(");
        for (RecordComponent component : r.getClass().getRecordComponents()) {
            Object value = value(r, component);
            if (value == null
                    || value instanceof Span
                    || value.equals(false)
                    || value.equals("")
                    || (value instanceof List<?> list && list.isEmpty())
                    || (value instanceof Map<?, ?> map && map.isEmpty())) {
                continue;
            }
            out.append(out.charAt(out.length() - 1) == '(' ? "" : " ");
            out.append(value.equals(true) ? component.getName() : component.getName() + "=" + of(value));
        }
        return out.append(")").toString();
    }

    static @Nullable Object value(Record r, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(r);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
