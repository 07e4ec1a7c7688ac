package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Distribution.AnyOne;
import dev.colonnade.planner.shape.Distribution.Everywhere;
import dev.colonnade.planner.shape.Distribution.Partitioned;
import dev.colonnade.planner.shape.Distribution.Unproven;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How a block's result is spread if it is a relation inside something else, where nothing can be merged. */
final class BlockRows {
    private final Query query;
    private final Query.Select select;
    private final Scope scope;
    private final EqualityClasses classes;
    private final Distribution source;

    private BlockRows(Query query, Query.Select select, Scope scope, EqualityClasses classes, Distribution source) {
        this.query = query;
        this.select = select;
        this.scope = scope;
        this.classes = classes;
        this.source = source;
    }

    static BlockRows of(Query query, Query.Select select, Scope scope, EqualityClasses classes, Distribution source) {
        return new BlockRows(query, select, scope, classes, source);
    }

    /** @param local whether the block is worked out where the rows around it are */
    Distribution spread(List<OutputColumn> columns, boolean local) {
        if (source instanceof Partitioned rows) {
            return partitioned(rows, columns);
        }
        return source instanceof Everywhere && !local && choosesRows() ? new AnyOne() : source;
    }

    private boolean choosesRows() {
        return query.limitClause() != null
                || query.offsetClause() != null
                || !select.distinctOn().isEmpty()
                || select.from().stream().anyMatch(from -> from instanceof Query.Table table && table.sampled());
    }

    private Distribution partitioned(Partitioned rows, List<OutputColumn> columns) {
        if (query.limitClause() != null || query.offsetClause() != null) {
            return unproven(RefusalCode.LIMIT, query.span(), "LIMIT or OFFSET", rows);
        }
        if (!query.locks().isEmpty()) {
            return unproven(RefusalCode.LOCKING, query.span(), "FOR UPDATE or FOR SHARE", rows);
        }
        if (!select.distinctOn().isEmpty() && !rows.keyIsAmong(nodes(select.distinctOn()), classes)) {
            return unproven(RefusalCode.DISTINCT, query.span(), "DISTINCT ON without the shard key", rows);
        }
        List<Node> output = columns.stream()
                .flatMap(column -> column.node() == null ? null : java.util.stream.Stream.of(column.node()))
                .toList();
        if (select.distinct() && !rows.keyIsAmong(output, classes)) {
            return unproven(RefusalCode.DISTINCT, query.span(), "DISTINCT without the shard key", rows);
        }
        boolean aggregates =
                select.having() != null || select.items().stream().anyMatch(item -> Aggregates.within(item.expr()));
        if (select.groupBy().isEmpty() ? aggregates : !isGroupedByKey(rows)) {
            return unproven(
                    RefusalCode.AGGREGATE, query.span(), "an aggregate over groups without the shard key", rows);
        }
        if (!Windows.arePartitionedByKey(query, select, scope, classes, rows)) {
            return unproven(RefusalCode.WINDOW, query.span(), "a window that isn't partitioned by the shard key", rows);
        }
        return new Partitioned(
                rows.colo(), among(output, rows.carriers()), among(output, rows.certain()), rows.tables());
    }

    private boolean isGroupedByKey(Partitioned rows) {
        Grouping grouping = Grouping.of(select, scope);
        return grouping.resolved() && rows.keyIsAmong(nodes(grouping.expressions()), classes);
    }

    private List<Set<Node>> among(List<Node> output, List<Set<Node>> carriers) {
        List<Set<Node>> found = new ArrayList<>();
        for (Set<Node> key : carriers) {
            Set<Node> nodes = new LinkedHashSet<>();
            output.stream().filter(node -> classes.equalToAny(node, key)).forEach(nodes::add);
            found.add(nodes);
        }
        return found;
    }

    private List<Node> nodes(List<Expr> exprs) {
        return Windows.nodes(exprs, scope);
    }

    private static Unproven unproven(RefusalCode code, Span place, String what, Partitioned rows) {
        String tables = Distributions.names(rows.tables());
        return new Unproven(Refusals.at(
                place,
                code,
                "cannot work out a subquery with " + what + " over several databases",
                "Its rows come from " + tables + " (colo " + rows.colo().name()
                        + "), and only the outermost query is merged.",
                "Give a value for the shard key of " + tables
                        + ", add the shard key to the grouping, or move this to the outermost query."));
    }
}
