package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import java.util.ArrayList;
import java.util.List;

/** The parts of an expression, whatever it is. */
public final class ExprTree {
    private ExprTree() {}

    /** The expressions directly below, in text order where that is simple; without those inside subqueries. */
    public static List<Expr> children(Expr expr) {
        return switch (expr) {
            case Expr.ColumnRef c -> List.of();
            case Expr.Star s -> List.of();
            case Expr.Literal l -> List.of();
            case Expr.Param p -> List.of();
            case Expr.Default d -> List.of();
            case Expr.Exists e -> List.of();
            case Expr.Subquery s -> List.of();
            case Expr.Cast cast -> List.of(cast.operand());
            case Expr.Collate collate -> List.of(collate.operand());
            case Expr.Op op -> op.operands();
            case Expr.Call call -> call(call);
            case Expr.InList in -> with(in.operand(), in.items());
            case Expr.InQuery in -> List.of(in.operand());
            case Expr.Quantified quantified -> List.of(quantified.operand(), quantified.array());
            case Expr.QuantifiedQuery quantified -> List.of(quantified.operand());
            case Expr.Case choice -> choice(choice);
            case Expr.Row row -> row.items();
            case Expr.ArrayItems array -> array.items();
            case Expr.Other other -> other.children();
        };
    }

    /** The subqueries directly in this expression. */
    public static List<Query> queries(Expr expr) {
        return switch (expr) {
            case Expr.InQuery in -> List.of(in.query());
            case Expr.QuantifiedQuery quantified -> List.of(quantified.query());
            case Expr.Exists exists -> List.of(exists.query());
            case Expr.Subquery subquery -> List.of(subquery.query());
            case Expr.Other other -> other.queries();
            case Expr.ColumnRef c -> List.of();
            case Expr.Star s -> List.of();
            case Expr.Literal l -> List.of();
            case Expr.Param p -> List.of();
            case Expr.Default d -> List.of();
            case Expr.Cast c -> List.of();
            case Expr.Collate c -> List.of();
            case Expr.Op o -> List.of();
            case Expr.Call c -> List.of();
            case Expr.InList i -> List.of();
            case Expr.Quantified q -> List.of();
            case Expr.Case c -> List.of();
            case Expr.Row r -> List.of();
            case Expr.ArrayItems a -> List.of();
        };
    }

    /** The expression and all below it, subqueries left out. */
    public static List<Expr> all(Expr expr) {
        List<Expr> found = new ArrayList<>();
        List<Expr> waiting = new ArrayList<>(List.of(expr));
        while (!waiting.isEmpty()) {
            Expr next = waiting.removeLast();
            found.add(next);
            waiting.addAll(children(next).reversed());
        }
        return found;
    }

    /** The operands of AND, or the expression itself. */
    public static List<Expr> conjuncts(Expr expr) {
        if (expr instanceof Expr.Op op && op.operator().equals("and")) {
            return op.operands().stream().flatMap(o -> conjuncts(o).stream()).toList();
        }
        return List.of(expr);
    }

    private static List<Expr> call(Expr.Call call) {
        List<Expr> parts = new ArrayList<>(call.arguments());
        call.orderBy().forEach(item -> parts.add(item.expr()));
        if (call.filter() != null) {
            parts.add(call.filter());
        }
        if (call.over() != null) {
            parts.addAll(call.over().partitionBy());
            call.over().orderBy().forEach(item -> parts.add(item.expr()));
            parts.addAll(call.over().others());
        }
        return parts;
    }

    private static List<Expr> choice(Expr.Case choice) {
        List<Expr> parts = new ArrayList<>();
        if (choice.operand() != null) {
            parts.add(choice.operand());
        }
        parts.addAll(choice.whens());
        parts.addAll(choice.thens());
        if (choice.otherwise() != null) {
            parts.add(choice.otherwise());
        }
        return parts;
    }

    private static List<Expr> with(Expr first, List<Expr> others) {
        List<Expr> parts = new ArrayList<>(List.of(first));
        parts.addAll(others);
        return parts;
    }
}
