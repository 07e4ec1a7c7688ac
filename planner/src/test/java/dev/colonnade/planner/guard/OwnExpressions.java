package dev.colonnade.planner.guard;

import dev.colonnade.planner.ast.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From our expressions to the form for comparison. */
final class OwnExpressions {
    private final OwnStatements statements;

    OwnExpressions(OwnStatements statements) {
        this.statements = statements;
    }

    List<Node> list(List<? extends Expr> exprs) {
        return exprs.stream().map(this::expr).toList();
    }

    @Nullable
    Node optional(@Nullable Expr expr) {
        return expr == null ? null : expr(expr);
    }

    Node expr(Expr expr) {
        int at = expr.span().start();
        return switch (expr) {
            case Expr.ColumnRef column -> Node.leaf("column " + column.parts(), at);
            case Expr.Star star ->
                Node.leaf(
                        "star " + star.qualifier(),
                        star.span().start() == star.span().end() ? -1 : at);
            case Expr.Literal literal -> literal(literal);
            case Expr.Param param -> Node.leaf("parameter " + param.number(), at);
            case Expr.Default d -> Node.leaf("default", at);
            case Expr.Cast cast -> Node.of("cast " + Types.ofOurs(cast.type()), expr(cast.operand()));
            case Expr.Op op -> op(op);
            case Expr.Call call -> call(call);
            case Expr.InList in -> Node.of(in.negated() ? "not in" : "in", with(in.operand(), in.items()));
            case Expr.InQuery in ->
                negated(in.negated(), Node.of("in query", expr(in.operand()), statements.query(in.query())));
            case Expr.Quantified q ->
                Node.of((q.all() ? "all " : "any ") + symbol(q.operator()), expr(q.operand()), expr(q.array()));
            case Expr.QuantifiedQuery q ->
                Node.of(
                        (q.all() ? "all query " : "any query ") + symbol(q.operator()),
                        expr(q.operand()),
                        statements.query(q.query()));
            case Expr.Exists exists -> Node.of("exists", statements.query(exists.query()));
            case Expr.Subquery query ->
                Node.of(query.array() ? "array query" : "subquery", statements.query(query.query()));
            case Expr.Case choice -> choice(choice);
            case Expr.Row row -> Node.of("row", list(row.items()));
            case Expr.ArrayItems array -> Node.of("array", list(array.items()));
            case Expr.Collate collate -> Node.of("collate " + collate.collation(), expr(collate.operand()));
            case Expr.Other other -> other(other);
        };
    }

    private static Node literal(Expr.Literal literal) {
        String label = switch (literal.kind()) {
            case INTEGER, NUMERIC -> "number " + Types.number(literal.value());
            case STRING -> "string " + literal.value();
            case BIT_STRING -> "bits " + literal.value();
            case NULL -> "null";
            case TRUE -> "true";
            case FALSE -> "false";
        };
        return Node.leaf(label, literal.span().start());
    }

    static Node negated(boolean negated, Node node) {
        return negated ? Node.of("not", node) : node;
    }

    private Node op(Expr.Op op) {
        List<Node> operands = list(op.operands());
        Node first = operands.getFirst();
        return switch (op.operator()) {
            case "and", "or" -> Node.connective(op.operator(), operands);
            case "not" -> Node.of("not", operands);
            case "is null",
                    "is not null",
                    "is true",
                    "is not true",
                    "is false",
                    "is not false",
                    "is unknown",
                    "is not unknown",
                    "is distinct from",
                    "is not distinct from",
                    "between",
                    "not between",
                    "between symmetric",
                    "not between symmetric" -> Node.of(op.operator(), operands);
            case "like", "not like", "ilike", "not ilike" ->
                Node.of(
                        op.operator(),
                        first,
                        operands.size() == 2 ? operands.get(1) : Node.of("call [like_escape]", operands.subList(1, 3)));
            case "similar to", "not similar to" ->
                Node.of(
                        op.operator(),
                        first,
                        Node.of("call [similar_to_escape]", operands.subList(1, operands.size())));
            case "at time zone" -> Node.of("call [timezone]", operands.get(1), first);
            case "at local" -> Node.of("call [timezone]", first);
            case "overlaps" -> {
                List<Node> flat = new ArrayList<>(first.children());
                flat.addAll(operands.get(1).children());
                yield Node.of("call [overlaps]", flat);
            }
            case "-" -> operands.size() == 1 ? minus(op, first) : Node.of("operator -", operands);
            default -> otherOperator(op.operator(), operands);
        };
    }

    private static Node otherOperator(String operator, List<Node> operands) {
        if (operator.startsWith("is not ")) {
            return Node.of("not", otherOperator("is " + operator.substring("is not ".length()), operands));
        }
        if (operator.startsWith("is ")) {
            return operator.endsWith("normalized")
                    ? normalized(operator, operands)
                    : Node.of(operator.equals("is json value") ? "is json" : operator, operands);
        }
        return Node.of("operator " + operator, operands);
    }

    private static Node normalized(String operator, List<Node> operands) {
        List<Node> arguments = new ArrayList<>(operands);
        String form = operator.substring("is".length(), operator.length() - "normalized".length())
                .strip();
        if (!form.isEmpty()) {
            arguments.add(Node.leaf("string " + form.toUpperCase(Locale.ROOT), -1));
        }
        return Node.of("call [is_normalized]", arguments);
    }

    /** PostgreSQL makes a minus before a number part of it, however it is written. */
    private static Node minus(Expr.Op op, Node operand) {
        if (operand.label().startsWith("number ")) {
            String number = operand.label().substring("number ".length());
            String negated = number.startsWith("-") ? number.substring(1) : Types.number("-" + number);
            return Node.leaf("number " + negated, op.span().start());
        }
        // PostgreSQL has by now moved any constant's place to the minus
        boolean constant = operand.children().isEmpty()
                && !operand.label().startsWith("column ")
                && !operand.label().startsWith("parameter ");
        return Node.of("operator -", constant ? operand.anywhere() : operand);
    }

    private Node call(Expr.Call call) {
        List<Node> parts = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            if (argument instanceof Expr.Other length && length.what().equals("for")) {
                parts.add(Node.leaf("number 1", -1));
                parts.add(Node.of("cast int4", list(length.children())));
            } else if (argument instanceof Expr.Subquery query
                    && call.simpleName().equals("json_array")) {
                parts.add(statements.query(query.query()));
            } else if (!(argument instanceof Expr.Other words) || !words.what().startsWith("words ")) {
                parts.add(expr(argument));
            }
        }
        Node.addList(parts, "order by", orderBy(call.orderBy()));
        Node.addOne(parts, "filter", optional(call.filter()));
        if (call.over() != null) {
            parts.add(window("over", call.over()));
        }
        List<String> name = call.name();
        List<String> plain = name.size() == 2 && name.getFirst().equals("pg_catalog") ? name.subList(1, 2) : name;
        String label =
                "call " + plain + (call.distinct() ? " distinct" : "") + (call.withinGroup() ? " within group" : "");
        return new Node(label, call.span().start(), parts);
    }

    Node window(String label, Expr.WindowSpec window) {
        List<Node> parts = new ArrayList<>();
        Node.addList(parts, "partition by", list(window.partitionBy()));
        Node.addList(parts, "order by", orderBy(window.orderBy()));
        Node.addList(parts, "frame", list(window.others()));
        return Node.of(label + (window.name() == null ? "" : " " + window.name()), parts);
    }

    List<Node> orderBy(List<Expr.OrderItem> items) {
        List<Node> keys = new ArrayList<>();
        for (Expr.OrderItem item : items) {
            String nulls = item.nullsFirst() == null ? "" : item.nullsFirst() ? " nulls first" : " nulls last";
            String label = "key" + (item.descending() ? " desc" : "")
                    + (item.using() == null ? "" : " using " + item.using()) + nulls;
            keys.add(Node.of(label, expr(item.expr())));
        }
        return keys;
    }

    private Node choice(Expr.Case choice) {
        List<Node> parts = new ArrayList<>();
        Node.addOne(parts, "operand", optional(choice.operand()));
        for (int i = 0; i < choice.whens().size(); i++) {
            parts.add(Node.of(
                    "when", expr(choice.whens().get(i)), expr(choice.thens().get(i))));
        }
        Node.addOne(parts, "else", optional(choice.otherwise()));
        return Node.of("case", parts);
    }

    private Node other(Expr.Other other) {
        List<Node> parts = new ArrayList<>(list(other.children()));
        other.queries().forEach(query -> parts.add(statements.query(query)));
        if (other.what().startsWith("normal form ")) {
            return Node.leaf(
                    "string " + other.what().substring("normal form ".length()).toUpperCase(Locale.ROOT), -1);
        }
        return Node.of(other.what(), parts);
    }

    private List<Node> with(Expr first, List<Expr> others) {
        List<Node> parts = new ArrayList<>();
        parts.add(expr(first));
        parts.addAll(list(others));
        return parts;
    }

    /** The operator behind LIKE and its like. */
    private static String symbol(String operator) {
        return switch (operator) {
            case "like" -> "~~";
            case "not like" -> "!~~";
            case "ilike" -> "~~*";
            case "not ilike" -> "!~~*";
            default -> operator;
        };
    }
}
