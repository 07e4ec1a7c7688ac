package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RowMerge.Aggregate;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.SortKey;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Aggregates;
import dev.colonnade.planner.shape.Grouping;
import dev.colonnade.planner.shape.QueryShape.SelectShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Before: Limit <- Order <- Having h <- Group g <- Merge(a, b).
 *
 * <p>After: Limit <- Sort hidden <- Having h on hidden <- Reaggregate hidden g <- Merge(Group g <- a, Group g <- b), where each branch also
 * gives its groups' partial values; HAVING, ORDER BY and LIMIT are taken out of the branches.
 */
final class MergeGroups {
    private final Query query;
    private final SelectShape shape;
    private final BlockFacts facts;
    private final Values values;
    private final BranchRewrite rewrite;
    private final SplitAggregates aggregates;
    private final Optional<Expr> distinctArgument;
    private final List<Expr> groupedBy;
    private final List<Column> groups = new ArrayList<>();
    private final List<Aggregate> merged = new ArrayList<>();

    MergeGroups(Query query, SelectShape shape, BlockFacts facts, Values values, BranchRewrite rewrite) {
        this.query = query;
        this.shape = shape;
        this.facts = facts;
        this.values = values;
        this.rewrite = rewrite;
        this.distinctArgument = GroupByDistinctArgument.argument(query, facts, rewrite.text());
        this.aggregates = new SplitAggregates(facts, values, rewrite, distinctArgument.isPresent());
        this.groupedBy = Grouping.of(shape.select(), shape.scope()).expressions();
    }

    /** What is left to do after the groups are merged. */
    record Rest(@Nullable HavingTemplate having, List<SortKey> sort, Limit limit) {}

    Rest rewrite(Limit limit) {
        check();
        for (Expr expr : groupedBy) {
            checkComparable(expr);
            groups.add(rewrite.hide(expr));
        }
        rewrite.step(new MergeStep.Concat());
        distinctArgument.ifPresent(this::groupByDistinctArgument);
        List<Query.Item> items = shape.select().items();
        for (int i = 0; i < items.size(); i++) {
            item(items.get(i).expr(), new Column.Visible(i));
        }
        HavingTemplate having = having();
        List<SortKey> sort = sort();
        rewrite.step(new MergeStep.Reaggregate(groups, merged));
        PushLimitIntoBranches.remove(query, rewrite.text());
        return new Rest(having, sort, query.withTies() ? limit.withTies(sort) : limit);
    }

    private void checkComparable(Expr expr) {
        values.whyUnequal(expr).ifPresent(why -> {
            throw refuse(
                    expr.span(),
                    RefusalCode.GROUPING,
                    "cannot merge groups by " + rewrite.text().original(expr.span()),
                    "Its values can't be compared outside the server: " + why + ".",
                    "Add the shard key to GROUP BY, or give a value for it.");
        });
    }

    private void groupByDistinctArgument(Expr argument) {
        checkComparable(argument);
        List<Column> columns = new ArrayList<>(groups);
        columns.add(rewrite.hide(argument));
        rewrite.step(new MergeStep.Distinct(columns));
        GroupByDistinctArgument.rewrite(shape.select(), argument, rewrite.text());
    }

    private void check() {
        Query.Select select = shape.select();
        Span place = query.span();
        checkPositions(select);
        if (!Grouping.of(select, shape.scope()).resolved()) {
            throw refuse(
                    place,
                    RefusalCode.GROUPING,
                    "cannot merge this GROUP BY over several databases",
                    "It has GROUPING SETS, ROLLUP or CUBE, or an element whose meaning isn't certain.",
                    "Write plain expressions, add the shard key of " + facts.tables() + ", or give a value for it.");
        }
        if (select.distinct() || !select.distinctOn().isEmpty()) {
            throw refuse(
                    place,
                    RefusalCode.DISTINCT,
                    "cannot apply DISTINCT to merged groups",
                    "Its rows are groups over several databases.",
                    "Leave DISTINCT out: groups differ in what they are grouped by.");
        }
        if (facts.hasWindows()) {
            throw refuse(
                    place,
                    RefusalCode.WINDOW,
                    "cannot apply a window function to merged groups",
                    "Its rows are groups over several databases.",
                    "Add the shard key of " + facts.tables() + " to GROUP BY, or give a value for it.");
        }
        if (select.items().stream().anyMatch(Query.Item::isSeveral)) {
            throw refuse(
                    place,
                    RefusalCode.GROUPING,
                    "cannot merge groups with * in the select list",
                    "Positions behind it aren't known.",
                    "Name the columns.");
        }
        if (!rewrite.takesHiddenColumns()) {
            throw refuse(
                    place,
                    RefusalCode.GROUPING,
                    "cannot merge groups without a select list",
                    "There is nothing to merge by.",
                    "Name the columns.");
        }
    }

    private static void checkPositions(Query.Select select) {
        boolean counted = select.items().stream().noneMatch(Query.Item::isSeveral);
        for (Expr element : select.groupBy()) {
            if (counted
                    && element instanceof Expr.Literal literal
                    && literal.kind() == Expr.LiteralKind.INTEGER
                    && (literal.value().length() > 5
                            || Integer.parseInt(literal.value())
                                    > select.items().size())) {
                throw refuse(
                        element.span(),
                        RefusalCode.POSITION,
                        "GROUP BY position " + literal.value() + " is not in select list",
                        "",
                        "");
            }
        }
    }

    /** Without an aggregate in it a column is the same for all of a group's partial rows. */
    private void item(Expr expr, Column output) {
        if (Aggregates.isAggregate(expr)) {
            merged.add(aggregates.split((Expr.Call) expr, output));
        } else if (Aggregates.within(expr)) {
            throw refuse(
                    expr.span(),
                    RefusalCode.AGGREGATE,
                    "cannot merge " + rewrite.text().original(expr.span()) + " over several databases",
                    "It is worked out of aggregates, whose values are only known after the merge.",
                    "Select the aggregates themselves and work it out in the application, add the shard key of "
                            + facts.tables() + " to GROUP BY, or give a value for it.");
        }
    }

    /** The column that holds an expression's value after the merge: a group's, or an aggregate's; empty for anything else. */
    private Optional<Column> column(Expr expr) {
        if (Aggregates.isAggregate(expr)) {
            Column output = rewrite.hide(expr);
            if (merged.stream().noneMatch(aggregate -> aggregate.output().equals(output))) {
                merged.add(aggregates.split((Expr.Call) expr, output));
            }
            return Optional.of(output);
        }
        for (int i = 0; i < groupedBy.size(); i++) {
            if (same(expr, groupedBy.get(i))) {
                return Optional.of(groups.get(i));
            }
        }
        return Optional.empty();
    }

    private boolean same(Expr a, Expr b) {
        if (a instanceof Expr.ColumnRef x && b instanceof Expr.ColumnRef y) {
            return shape.scope().resolve(x).isPresent()
                    && shape.scope().resolve(x).equals(shape.scope().resolve(y));
        }
        return rewrite.text().canonical(a.span()).equals(rewrite.text().canonical(b.span()));
    }

    private @Nullable HavingTemplate having() {
        Query.Select select = shape.select();
        if (select.having() == null || select.havingClause() == null) {
            return null;
        }
        HavingTemplate having = new HavingReader(this::column, values, shape.scope()).read(select.having());
        rewrite.text().remove(select.havingClause());
        return having;
    }

    private List<SortKey> sort() {
        List<SortKey> keys = new ArrayList<>();
        for (OrderKeys.Key key : OrderKeys.of(query, shape.select(), shape.scope())) {
            AppendSortKeys.check(query, key, values, rewrite);
            Optional<Column> column = column(key.expr());
            if (column.isEmpty() && Aggregates.within(key.expr())) {
                throw refuse(
                        key.expr().span(),
                        RefusalCode.ORDER,
                        "cannot order merged groups by "
                                + rewrite.text().original(key.expr().span()),
                        "It is worked out of aggregates, whose values are only known after the merge.",
                        "Order by the aggregate itself.");
            }
            keys.add(new SortKey(column.orElseGet(() -> rewrite.hide(key.expr())), key.descending(), key.nullsFirst()));
        }
        if (query.orderByClause() != null) {
            rewrite.text().remove(query.orderByClause());
        }
        return keys;
    }

    private static PlanningException refuse(Span place, RefusalCode code, String message, String detail, String hint) {
        return Refusals.refuse(place, code, message, detail, hint);
    }
}
