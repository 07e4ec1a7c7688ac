package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.QueryShape.SelectShape;
import dev.colonnade.planner.shape.RangeItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Before: Distinct <- Merge(a, b). After: Distinct hidden copies <- Merge(Distinct <- a, Distinct <- b).
 *
 * <p>DISTINCT ON likewise, by its own expressions. Leaves alone: a select list with the shard key, whose equal rows are on one database.
 */
final class MergeDistinct {
    private MergeDistinct() {}

    static void merge(Query query, SelectShape shape, BlockFacts facts, Values values, BranchRewrite rewrite) {
        Query.Select select = shape.select();
        if (!select.distinctOn().isEmpty()) {
            distinctOn(query, shape, facts, values, rewrite);
            return;
        }
        if (!select.distinct() || facts.keyIsSelected()) {
            return;
        }
        if (!facts.selectsKnownColumns() || !rewrite.takesHiddenColumns()) {
            throw refuse(query, "The columns that * stands for aren't known.");
        }
        List<Column> columns = new ArrayList<>();
        for (Query.Item item : select.items()) {
            if (item.expr() instanceof Expr.Star star) {
                shape.scope()
                        .expand(star)
                        .forEach(range -> columns.addAll(copies(query, range, values, rewrite, star)));
            } else {
                check(query, item.expr(), values);
                columns.add(rewrite.hide(item.expr()));
            }
        }
        rewrite.step(new MergeStep.Distinct(columns));
    }

    /** The first row of each comes first in its branch, and so in the merged order: ORDER BY begins with the same expressions. */
    private static void distinctOn(
            Query query, SelectShape shape, BlockFacts facts, Values values, BranchRewrite rewrite) {
        List<Expr> expressions = shape.select().distinctOn();
        if (facts.keyIsAmong(expressions)) {
            return;
        }
        if (!rewrite.takesHiddenColumns()) {
            throw refuse(query, "There is no select list to add its expressions to.");
        }
        List<Column> columns = new ArrayList<>();
        for (Expr expr : expressions) {
            OrderKeys.Meaning meaning = OrderKeys.meaning(expr, shape.select(), shape.scope());
            check(query, meaning.expr(), values);
            columns.add(meaning.sql()
                    .map(sql -> rewrite.hide(sql, BranchText.written(sql)))
                    .orElseGet(() -> rewrite.hide(meaning.expr())));
        }
        rewrite.step(new MergeStep.Distinct(columns));
    }

    private static List<Column> copies(
            Query query, RangeItem range, Values values, BranchRewrite rewrite, Expr.Star star) {
        List<Column> columns = new ArrayList<>();
        for (String name : range.columnNames()) {
            List<String> parts = range.qualifier() == null ? List.of(name) : List.of(range.qualifier(), name);
            check(query, new Expr.ColumnRef(star.span(), parts), values);
            String sql = String.join(".", parts.stream().map(OrderKeys::quoted).toList());
            columns.add(rewrite.hide(sql, BranchText.written(sql)));
        }
        return columns;
    }

    private static void check(Query query, Expr expr, Values values) {
        Optional<String> why = values.whyUnequal(expr);
        if (why.isPresent()) {
            throw refuse(query, "Rows can't be compared outside the server: " + why.get() + ".");
        }
    }

    private static RuntimeException refuse(Query query, String why) {
        return Refusals.refuse(
                query.span(),
                RefusalCode.DISTINCT,
                "cannot merge DISTINCT over several databases",
                why,
                "Name the columns, add the shard key to them, or give a value for it.");
    }
}
