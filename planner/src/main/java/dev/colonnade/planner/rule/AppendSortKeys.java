package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.SortKey;
import dev.colonnade.planner.refusal.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Before: Order x <- Merge(a, b). After: MergeSort hidden x <- (Order x <- a with x, Order x <- b with x).
 *
 * <p>Refuses keys whose order isn't certain to be reproduced.
 */
final class AppendSortKeys {
    private AppendSortKeys() {}

    static List<SortKey> append(Query query, List<OrderKeys.Key> keys, Values values, BranchRewrite rewrite) {
        List<SortKey> sorted = new ArrayList<>();
        for (OrderKeys.Key key : keys) {
            check(query, key, values, rewrite);
            checkSelected(query, key, rewrite);
            Column hidden = key.sql().isPresent()
                    ? rewrite.hide(key.sql().get(), BranchText.written(key.sql().get()))
                    : rewrite.hide(key.expr());
            sorted.add(new SortKey(hidden, key.descending(), key.nullsFirst()));
        }
        return sorted;
    }

    /** An appended key would make more rows distinct, where PostgreSQL refuses one that isn't selected. */
    private static void checkSelected(Query query, OrderKeys.Key key, BranchRewrite rewrite) {
        if (!(query.body() instanceof Query.Select select)
                || !select.distinct()
                || key.sql().isPresent()
                || select.items().stream().anyMatch(item -> selects(item.expr(), key.expr(), rewrite))) {
            return;
        }
        throw Refusals.refuse(
                key.expr().span(),
                RefusalCode.POSITION,
                "for SELECT DISTINCT, ORDER BY expressions must appear in select list",
                "",
                "");
    }

    private static boolean selects(Expr item, Expr key, BranchRewrite rewrite) {
        if (item instanceof Expr.Star || item.equals(key)) {
            return true;
        }
        if (item instanceof Expr.ColumnRef x && key instanceof Expr.ColumnRef y) {
            return x.column().equals(y.column());
        }
        return rewrite.text().canonical(item.span()).equals(rewrite.text().canonical(key.span()));
    }

    static void check(Query query, OrderKeys.Key key, Values values, BranchRewrite rewrite) {
        Span place = query.orderByClause() == null ? query.span() : query.orderByClause();
        if (!rewrite.takesHiddenColumns()) {
            throw Refusals.refuse(
                    place,
                    RefusalCode.ORDER,
                    "cannot merge the order of TABLE over several databases",
                    "The sort key has to be added to a select list, and there is none.",
                    "Write SELECT * FROM.");
        }
        Optional<String> why = values.whyUnordered(key.expr());
        if (why.isPresent()) {
            String what =
                    key.sql().orElseGet(() -> rewrite.text().original(key.expr().span()));
            throw Refusals.refuse(
                    place,
                    RefusalCode.ORDER,
                    "cannot merge the order of " + what + " over several databases",
                    "Its order can't be reproduced outside the server: " + why.get() + ".",
                    "Add COLLATE \"C\" to the sort key, or give a value for the shard key.");
        }
    }
}
