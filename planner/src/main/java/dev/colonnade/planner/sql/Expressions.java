package dev.colonnade.planner.sql;

import dev.colonnade.grammar.Names;
import dev.colonnade.grammar.PgCall;
import dev.colonnade.grammar.PgCase;
import dev.colonnade.grammar.PgCast;
import dev.colonnade.grammar.PgCollate;
import dev.colonnade.grammar.PgIn;
import dev.colonnade.grammar.PgLeaf;
import dev.colonnade.grammar.PgOperation;
import dev.colonnade.grammar.PgOrderItem;
import dev.colonnade.grammar.PgQuantified;
import dev.colonnade.grammar.PgRow;
import dev.colonnade.grammar.PgSpecial;
import dev.colonnade.grammar.PgWindow;
import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** From the grammar's nodes to {@link Expr}. What isn't known here becomes {@link Expr.Other} with all that is in it. */
final class Expressions {
    private final Source source;
    private final Queries queries;

    Expressions(Source source, Queries queries) {
        this.source = source;
        this.queries = queries;
    }

    @Nullable
    Expr optional(@Nullable SqlNode node) {
        return node == null ? null : expr(node);
    }

    List<Expr> list(@Nullable Iterable<? extends @Nullable SqlNode> nodes) {
        List<Expr> list = new ArrayList<>();
        if (nodes != null) {
            for (SqlNode node : nodes) {
                if (node != null) {
                    list.add(expr(node));
                }
            }
        }
        return list;
    }

    Expr expr(SqlNode node) {
        source.enter(node);
        try {
            return Queries.isQuery(node) ? subquery(node) : node(node);
        } finally {
            source.leave();
        }
    }

    private Expr node(SqlNode node) {
        Span span = source.span(node);
        return switch (node) {
            case PgLeaf leaf -> leaf(leaf);
            case SqlIdentifier identifier -> identifier(identifier, span);
            case PgOperation operation -> operation(operation, span);
            case PgIn in -> in(in, span);
            case PgQuantified quantified -> quantified(quantified, span);
            case PgCast cast -> new Expr.Cast(span, expr(cast.operand), cast.type);
            case PgCall call -> call(call, span);
            case PgCase c ->
                new Expr.Case(span, optional(c.operand), list(c.whens), list(c.thens), optional(c.otherwise));
            case PgRow row -> new Expr.Row(span, list(row.items));
            case PgCollate collate -> new Expr.Collate(span, expr(collate.operand), Names.of(collate.collation));
            case PgSpecial special -> special(special, span);
            default -> throw source.notUnderstood(node, "syntax is not understood");
        };
    }

    private Expr leaf(PgLeaf leaf) {
        int token = Source.first(leaf);
        Span span = source.tokens().span(token);
        String value = source.tokens().value(token);
        return switch (source.tokens().kind(token)) {
            case STRING -> new Expr.Literal(span, Expr.LiteralKind.STRING, value);
            case BIT_STRING -> new Expr.Literal(span, Expr.LiteralKind.BIT_STRING, value);
            case INTEGER -> new Expr.Literal(span, Expr.LiteralKind.INTEGER, value);
            case NUMERIC -> new Expr.Literal(span, Expr.LiteralKind.NUMERIC, value);
            case PARAMETER -> new Expr.Param(span, Integer.parseInt(value));
            case WORD -> word(span, value);
            case QUOTED_WORD -> new Expr.Literal(span, Expr.LiteralKind.STRING, value);
            case OPERATOR, PUNCTUATION, ERROR -> throw source.notUnderstood(leaf, "constant expected");
        };
    }

    /** NULL and its like; else the field of EXTRACT. */
    private static Expr word(Span span, String value) {
        return switch (value) {
            case "null" -> new Expr.Literal(span, Expr.LiteralKind.NULL, "");
            case "true" -> new Expr.Literal(span, Expr.LiteralKind.TRUE, "");
            case "false" -> new Expr.Literal(span, Expr.LiteralKind.FALSE, "");
            case "default" -> new Expr.Default(span);
            default -> new Expr.Literal(span, Expr.LiteralKind.STRING, value);
        };
    }

    private static Expr identifier(SqlIdentifier identifier, Span span) {
        if (identifier.isStar()) {
            return new Expr.Star(
                    span, Names.of(identifier).subList(0, Names.of(identifier).size() - 1));
        }
        return new Expr.ColumnRef(span, Names.of(identifier));
    }

    /** A minus directly before a number is part of the constant, as it is to PostgreSQL. */
    private Expr operation(PgOperation operation, Span span) {
        List<Expr> operands = list(operation.operands);
        if (operation.operatorName.equals("-")
                && operands.size() == 1
                && operands.getFirst() instanceof Expr.Literal literal
                && (literal.kind() == Expr.LiteralKind.INTEGER || literal.kind() == Expr.LiteralKind.NUMERIC)
                && !literal.value().startsWith("-")
                && Source.first(operation.operands.getFirst()) == Source.first(operation) + 1) {
            return new Expr.Literal(span, literal.kind(), "-" + literal.value());
        }
        return new Expr.Op(span, operation.operatorName, operands);
    }

    private Expr in(PgIn in, Span span) {
        Expr operand = expr(in.operand);
        if (in.items.size() == 1 && Queries.isQuery(in.items.get(0))) {
            return new Expr.InQuery(span, operand, in.negated, queries.query(in.items.get(0)));
        }
        return new Expr.InList(span, operand, in.negated, list(in.items));
    }

    private Expr quantified(PgQuantified quantified, Span span) {
        Expr operand = expr(quantified.operand);
        if (Queries.isQuery(quantified.right)) {
            return new Expr.QuantifiedQuery(
                    span, operand, quantified.operatorName, quantified.all, queries.query(quantified.right));
        }
        return new Expr.Quantified(span, operand, quantified.operatorName, quantified.all, expr(quantified.right));
    }

    private Expr call(PgCall call, Span span) {
        return new Expr.Call(
                span,
                Names.of(call.name),
                list(call.arguments),
                call.distinct,
                orderBy(call.orderBy),
                optional(call.filter),
                call.withinGroup,
                over(call.over));
    }

    private Expr.@Nullable WindowSpec over(@Nullable SqlNode over) {
        return switch (over) {
            case null -> null;
            case PgWindow window -> window(window);
            case SqlIdentifier name ->
                new Expr.WindowSpec(source.span(name), name.getSimple(), List.of(), List.of(), List.of());
            default -> throw source.notUnderstood(over, "window is not understood");
        };
    }

    Expr.WindowSpec window(PgWindow window) {
        return new Expr.WindowSpec(
                source.span(window),
                Source.name(window.base),
                list(window.partitionBy),
                orderBy(window.orderBy),
                list(window.frame));
    }

    List<Expr.OrderItem> orderBy(@Nullable SqlNodeList items) {
        List<Expr.OrderItem> list = new ArrayList<>();
        if (items != null) {
            for (SqlNode node : items) {
                PgOrderItem item = (PgOrderItem) node;
                list.add(new Expr.OrderItem(
                        source.span(item), expr(item.expression), item.descending, item.nullsFirst, item.using));
            }
        }
        return list;
    }

    private Expr special(PgSpecial special, Span span) {
        return switch (special.what) {
            case PgSpecial.ARRAY -> new Expr.ArrayItems(span, list(special.children));
            case PgSpecial.ARRAY_QUERY -> new Expr.Subquery(span, queries.query(special.children.getFirst()), true);
            case PgSpecial.EXISTS -> new Expr.Exists(span, queries.query(special.children.getFirst()));
            case PgSpecial.SUBSCRIPT, PgSpecial.FIELD -> indirection(special, span);
            default -> new Expr.Other(span, special.name(), list(special.children), List.of());
        };
    }

    /**
     * Subscripts and fields in a row are one node: {@code a[1][2]} takes an element of two dimensions, {@code (a[1])[2]} doesn't. What
     * they are is said in its name, {@code indirection [_].f[_:_]}, so that different ones are never equal.
     */
    private Expr indirection(PgSpecial special, Span span) {
        List<SqlNode> children = new ArrayList<>(special.children);
        String path = special.detail;
        while (children.getFirst() instanceof PgSpecial inner
                && inner.isIndirection()
                && Source.first(inner) == Source.first(special)) {
            children.removeFirst();
            children.addAll(0, inner.children);
            path = inner.detail + path;
        }
        return new Expr.Other(span, "indirection " + path, list(children), List.of());
    }

    private Expr subquery(SqlNode node) {
        Query query = queries.query(node);
        return new Expr.Subquery(source.withParentheses(query.span()), query, false);
    }
}
