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
            if (item.using() != null) {
                throw Refusals.refuse(
                        item.span(),
                        RefusalCode.ORDER,
                        "cannot merge ORDER BY ... USING over several databases",
                        "Which order the operator stands for is known to the server alone.",
                        "Write ASC or DESC.");
            }
            // NULLs are larger than all values unless the text says otherwise
            boolean nullsFirst = item.nullsFirst() == null ? item.descending() : item.nullsFirst();
            keys.add(key(item, nullsFirst, select, scope));
        }
        return keys;
    }

    private static Key key(Expr.OrderItem item, boolean nullsFirst, Query.Select select, Scope scope) {
        Expr expr = item.expr();
        if (expr instanceof Expr.Literal literal && literal.kind() == Expr.LiteralKind.INTEGER) {
            return ordinal(item, literal, nullsFirst, select, scope);
        }
        if (expr instanceof Expr.ColumnRef reference && reference.parts().size() == 1) {
            for (Query.Item output : select.items()) {
                if (!(output.expr() instanceof Expr.Star)
                        && OutputColumns.nameOf(output).equals(reference.column())) {
                    return new Key(output.expr(), Optional.empty(), item.descending(), nullsFirst);
                }
            }
        }
        return new Key(expr, Optional.empty(), item.descending(), nullsFirst);
    }

    private static Key ordinal(
            Expr.OrderItem item, Expr.Literal literal, boolean nullsFirst, Query.Select select, Scope scope) {
        int position = literal.value().length() > 5 ? 0 : Integer.parseInt(literal.value());
        for (Query.Item output : select.items()) {
            if (!(output.expr() instanceof Expr.Star star)) {
                if (--position == 0) {
                    return new Key(output.expr(), Optional.empty(), item.descending(), nullsFirst);
                }
                continue;
            }
            if (!OutputColumns.known(List.of(output), scope)) {
                break;
            }
            for (RangeItem range : scope.expand(star)) {
                for (String column : range.columnNames()) {
                    if (--position == 0) {
                        return starColumn(item, range, column, nullsFirst);
                    }
                }
            }
        }
        throw Refusals.refuse(
                item.span(),
                RefusalCode.ORDER,
                "cannot merge ORDER BY " + literal.value() + " over several databases",
                "Which column of the select list that is isn't known.",
                "Name the column.");
    }

    private static Key starColumn(Expr.OrderItem item, RangeItem range, String column, boolean nullsFirst) {
        List<String> parts = range.qualifier() == null ? List.of(column) : List.of(range.qualifier(), column);
        String sql = String.join(".", parts.stream().map(OrderKeys::quoted).toList());
        return new Key(new Expr.ColumnRef(item.span(), parts), Optional.of(sql), item.descending(), nullsFirst);
    }

    /** Quoted where it needs it, and where it may be a reserved word. */
    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
