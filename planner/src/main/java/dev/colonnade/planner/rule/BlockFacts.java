package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Aggregates;
import dev.colonnade.planner.shape.Distribution.Partitioned;
import dev.colonnade.planner.shape.Grouping;
import dev.colonnade.planner.shape.Node;
import dev.colonnade.planner.shape.OutputColumns;
import dev.colonnade.planner.shape.QueryShape.SelectShape;
import dev.colonnade.planner.shape.RangeItem;
import dev.colonnade.planner.shape.Windows;
import dev.colonnade.topology.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the rules ask about the outermost block. */
record BlockFacts(Query query, SelectShape shape, Partitioned rows) {

    /** Whether some group may have rows on several databases. */
    boolean isGroupedAcross() {
        return isAggregated() && !isGroupedByKey();
    }

    private boolean isAggregated() {
        Query.Select select = shape.select();
        return !select.groupBy().isEmpty()
                || select.having() != null
                || select.items().stream().anyMatch(item -> Aggregates.within(item.expr()))
                || query.orderBy().stream().anyMatch(item -> Aggregates.within(item.expr()));
    }

    private boolean isGroupedByKey() {
        Grouping grouping = Grouping.of(shape.select(), shape.scope());
        return !grouping.expressions().isEmpty() && grouping.resolved() && keyIsAmong(grouping.expressions());
    }

    /** Whether the expressions fix the database. */
    boolean keyIsAmong(List<Expr> exprs) {
        return rows.keyIsAmong(Windows.nodes(exprs, shape.scope()), shape.classes());
    }

    /** Whether rows of different databases differ in the select list. */
    boolean keyIsSelected() {
        List<Node> nodes = new ArrayList<>();
        for (Query.Item item : shape.select().items()) {
            if (item.expr() instanceof Expr.Star star) {
                for (RangeItem range : shape.scope().expand(star)) {
                    nodes.addAll(range.columns());
                }
            }
        }
        nodes.addAll(Windows.nodes(
                shape.select().items().stream().map(Query.Item::expr).toList(), shape.scope()));
        return rows.keyIsAmong(nodes, shape.classes());
    }

    boolean selectsKnownColumns() {
        return OutputColumns.known(shape.select().items(), shape.scope());
    }

    void checkWindows() {
        if (!Windows.arePartitionedByKey(query, shape.select(), shape.scope(), shape.classes(), rows)) {
            throw Refusals.refuse(
                    query.span(),
                    RefusalCode.WINDOW,
                    "cannot work out a window function over several databases",
                    "Its PARTITION BY doesn't include the shard key of " + tables() + ".",
                    "Add the shard key to every PARTITION BY, or give a value for it.");
        }
    }

    boolean hasWindows() {
        return shape.select().items().stream().anyMatch(item -> Aggregates.windowWithin(item.expr()))
                || query.orderBy().stream().anyMatch(item -> Aggregates.windowWithin(item.expr()));
    }

    String tables() {
        return rows.tables().stream().map(TableName::name).distinct().collect(Collectors.joining(", "));
    }
}
