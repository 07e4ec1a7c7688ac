package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.OutputColumns;
import dev.colonnade.planner.shape.RangeItem;
import dev.colonnade.planner.shape.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ORDER BY of a block, with ordinals and output names replaced by what they stand for. */
final class OrderKeys {
    private OrderKeys() {}

    /**
     * A key.
     *
     * @param expr what is sorted by
     * @param sql where the text has no such expression, as with an ordinal that means a column of {@code *}: what to write for it
     */
    record Key(Expr expr, Optional<String> sql, boolean descending, boolean nullsFirst) {}

    static List<Key> of(Query query, Query.Select select, Scope scope) {
        List<Key> keys = new ArrayList<>();
        for (Expr.OrderItem item : query.orderBy()) {
            if (item.using() != null
                    && !item.using().equals("<")
                    && !item.using().equals(">")) {
                throw Refusals.refuse(
                        item.span(),
                        RefusalCode.ORDER,
                        "cannot merge ORDER BY ... USING over several databases",
                        "Which order the operator stands for is known to the server alone.",
                        "Write ASC or DESC.");
            }
            keys.add(key(item, select, scope));
        }
        return keys;
    }

    private static Key key(Expr.OrderItem item, Query.Select select, Scope scope) {
        boolean descending = item.descending() || ">".equals(item.using());
        // NULLs are larger than all values unless the text says otherwise
        boolean nullsFirst = item.nullsFirst() == null ? descending : item.nullsFirst();
        Meaning meaning = meaning(item.expr(), select, scope);
        return new Key(meaning.expr(), meaning.sql(), descending, nullsFirst);
    }

    /** An expression, or what to write for it. */
    record Meaning(Expr expr, Optional<String> sql) {
        static Meaning of(Expr expr) {
            return new Meaning(expr, Optional.empty());
        }
    }

    /** What an element of ORDER BY or DISTINCT ON stands for: a bare integer is a position, a bare name first of all an output's. */
    static Meaning meaning(Expr expr, Query.Select select, Scope scope) {
        if (expr instanceof Expr.Literal literal && literal.kind() == Expr.LiteralKind.INTEGER) {
            return ordinal(literal, select, scope);
        }
        if (expr instanceof Expr.ColumnRef reference && reference.parts().size() == 1) {
            for (Query.Item output : select.items()) {
                if (!output.isSeveral() && OutputColumns.nameOf(output).equals(reference.column())) {
                    return Meaning.of(output.expr());
                }
            }
            checkFields(reference, select);
        }
        return Meaning.of(expr);
    }

    /** The name may be that of a field of {@code (x).*}. */
    private static void checkFields(Expr.ColumnRef reference, Query.Select select) {
        if (select.items().stream().anyMatch(output -> output.isSeveral() && !(output.expr() instanceof Expr.Star))) {
            throw Refusals.refuse(
                    reference.span(),
                    RefusalCode.ORDER,
                    "cannot merge by " + reference.column() + " over several databases",
                    "Which columns the select list has isn't known.",
                    "Name the fields, or give a value for the shard key.");
        }
    }

    private static Meaning ordinal(Expr.Literal literal, Query.Select select, Scope scope) {
        int position = literal.value().length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(literal.value());
        for (Query.Item output : select.items()) {
            if (!OutputColumns.known(List.of(output), scope)) {
                throw Refusals.refuse(
                        literal.span(),
                        RefusalCode.ORDER,
                        "cannot merge by position " + literal.value() + " over several databases",
                        "Which column of the select list that is isn't known.",
                        "Name the column.");
            }
            if (!(output.expr() instanceof Expr.Star star)) {
                if (--position == 0) {
                    return Meaning.of(output.expr());
                }
                continue;
            }
            for (RangeItem range : scope.expand(star)) {
                for (String column : range.columnNames()) {
                    if (--position == 0) {
                        return starColumn(literal, range, column);
                    }
                }
            }
        }
        throw Refusals.refuse(
                literal.span(),
                RefusalCode.POSITION,
                "ORDER BY position " + literal.value() + " is not in select list",
                "",
                "");
    }

    private static Meaning starColumn(Expr.Literal literal, RangeItem range, String column) {
        List<String> parts = range.qualifier() == null ? List.of(column) : List.of(range.qualifier(), column);
        String sql = String.join(".", parts.stream().map(OrderKeys::quoted).toList());
        return new Meaning(new Expr.ColumnRef(literal.span(), parts), Optional.of(sql));
    }

    /** Quoted where it needs it, and where it may be a reserved word. */
    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
