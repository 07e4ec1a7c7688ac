package dev.colonnade.planner.guard;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From our queries and data-modifying statements to the form for comparison. */
final class OwnStatements {
    private final OwnExpressions expressions = new OwnExpressions(this);

    /** Null for statements of other kinds. */
    static @Nullable Node of(Statement statement) {
        return new OwnStatements().statement(statement);
    }

    private @Nullable Node statement(Statement statement) {
        return switch (statement) {
            case Statement.Select select -> query(select.query());
            case Statement.Insert insert -> insert(insert);
            case Statement.Update update -> update(update);
            case Statement.Delete delete -> delete(delete);
            case Statement.Merge merge -> merge(merge);
            default -> null;
        };
    }

    Node query(Query query) {
        List<Node> parts = new ArrayList<>();
        with(parts, query.recursive(), query.with());
        parts.add(body(query.body()));
        Node.addList(parts, "order by", expressions.orderBy(query.orderBy()));
        if (!(query.limit() instanceof Expr.Literal all) || all.kind() != Expr.LiteralKind.NULL) {
            Node.addOne(parts, query.withTies() ? "limit with ties" : "limit", expressions.optional(query.limit()));
        }
        Node.addOne(parts, "offset", expressions.optional(query.offset()));
        for (Query.Lock lock : query.locks()) {
            parts.add(Node.of(("lock " + lock.strength() + " " + lock.of() + " " + lock.waitPolicy()).strip()));
        }
        return Node.of("query", parts);
    }

    private void with(List<Node> parts, boolean recursive, List<Query.Cte> ctes) {
        List<Node> list = new ArrayList<>();
        for (Query.Cte cte : ctes) {
            Node statement = statement(cte.statement());
            list.add(Node.of(
                    "cte " + cte.name() + " " + cte.columns() + (cte.searched() ? " searched" : ""),
                    statement == null ? List.of() : List.of(statement)));
        }
        Node.addList(parts, recursive ? "with recursive" : "with", list);
    }

    private Node body(Query.Body body) {
        return switch (body) {
            case Query.Select select -> select(select);
            case Query.Values values -> Node.of("values", expressions.list(values.rows()));
            case Query.SetOperation operation ->
                Node.of(
                        operation.operator() + (operation.all() ? " all" : ""),
                        query(operation.left()),
                        query(operation.right()));
        };
    }

    private Node select(Query.Select select) {
        List<Node> parts = new ArrayList<>();
        if (select.distinct()) {
            parts.add(Node.of("distinct"));
        }
        Node.addList(parts, "distinct on", expressions.list(select.distinctOn()));
        parts.addAll(items(select.items()));
        if (select.into()) {
            parts.add(Node.of("into"));
        }
        Node.addList(parts, "from", select.from().stream().map(this::from).toList());
        Node.addOne(parts, "where", expressions.optional(select.where()));
        Node.addList(
                parts, select.groupByDistinct() ? "group by distinct" : "group by", expressions.list(select.groupBy()));
        Node.addOne(parts, "having", expressions.optional(select.having()));
        for (Query.NamedWindow window : select.windows()) {
            parts.add(expressions.window("window " + window.name() + " as", window.spec()));
        }
        return Node.of("select", parts);
    }

    private List<Node> items(List<Query.Item> items) {
        return items.stream()
                .map(item -> new Node(
                        item.alias() == null ? "item" : "item as " + item.alias(),
                        item.span().start() == item.span().end()
                                ? -1
                                : item.span().start(),
                        List.of(expressions.expr(item.expr()))))
                .toList();
    }

    private Node from(Query.From from) {
        return switch (from) {
            case Query.Table table -> table(table);
            case Query.Derived derived ->
                Node.of(
                        (derived.lateral() ? "lateral" : "derived") + alias(derived.alias(), derived.columnAliases()),
                        query(derived.query()));
            case Query.Function function ->
                Node.of(
                        (function.ordinality() ? "function with ordinality" : "function")
                                + alias(function.alias(), function.columnAliases()),
                        expressions.list(function.calls()));
            case Query.Join join -> join(join);
        };
    }

    private Node table(Query.Table table) {
        String label = "table " + table.name() + alias(table.alias(), table.columnAliases())
                + (table.only() ? " only" : "") + (table.sampled() ? " sampled" : "");
        return new Node(label, table.nameSpan().start(), expressions.list(table.sampleArguments()));
    }

    private static String alias(@Nullable String alias, List<String> columns) {
        return (alias == null ? "" : " as " + alias) + (columns.isEmpty() ? "" : " " + columns);
    }

    private Node join(Query.Join join) {
        String kind = join.kind() == Query.JoinKind.CROSS
                ? "inner"
                : join.kind().name().toLowerCase(Locale.ROOT);
        String label = "join " + kind + (join.natural() ? " natural" : "")
                + (join.using().isEmpty() ? "" : " using " + join.using())
                + (join.usingAlias() == null ? "" : " using as " + join.usingAlias())
                + alias(join.alias(), join.columnAliases());
        List<Node> parts = new ArrayList<>(List.of(from(join.left()), from(join.right())));
        Node.addOne(parts, "on", expressions.optional(join.on()));
        return Node.of(label, parts);
    }

    private Node insert(Statement.Insert insert) {
        List<Node> parts = new ArrayList<>();
        with(parts, insert.recursive(), insert.with());
        Node.addOne(parts, "source", insert.source() == null ? null : query(insert.source()));
        if (insert.onConflict() != null) {
            parts.add(conflict(insert.onConflict()));
        }
        Node.addList(parts, "returning", items(insert.returning()));
        String label = "insert " + insert.table() + alias(insert.alias(), List.of()) + " columns "
                + (insert.columns() == null ? List.of() : insert.columns())
                + (insert.overriding().isEmpty() ? "" : " overriding " + insert.overriding());
        return new Node(label, insert.tableSpan().start(), parts);
    }

    private Node conflict(Statement.OnConflict conflict) {
        List<Node> parts = new ArrayList<>();
        Node.addList(parts, "target", expressions.list(conflict.target()));
        Node.addOne(parts, "target where", expressions.optional(conflict.targetWhere()));
        parts.addAll(assignments(conflict.assignments()));
        Node.addOne(parts, "where", expressions.optional(conflict.where()));
        String constraint = conflict.constraint() == null ? "" : " on constraint " + conflict.constraint();
        return Node.of("conflict" + constraint + (conflict.update() ? " update" : " nothing"), parts);
    }

    private List<Node> assignments(List<Statement.Assignment> assignments) {
        return assignments.stream()
                .map(assignment -> Node.of("set " + assignment.columns(), expressions.expr(assignment.value())))
                .toList();
    }

    private Node update(Statement.Update update) {
        List<Node> parts = new ArrayList<>();
        with(parts, update.recursive(), update.with());
        parts.add(table(update.target()));
        parts.addAll(assignments(update.assignments()));
        Node.addList(parts, "from", update.from().stream().map(this::from).toList());
        where(parts, update.where(), update.currentOf());
        Node.addList(parts, "returning", items(update.returning()));
        return Node.of("update", parts);
    }

    private Node delete(Statement.Delete delete) {
        List<Node> parts = new ArrayList<>();
        with(parts, delete.recursive(), delete.with());
        parts.add(table(delete.target()));
        Node.addList(parts, "using", delete.using().stream().map(this::from).toList());
        where(parts, delete.where(), delete.currentOf());
        Node.addList(parts, "returning", items(delete.returning()));
        return Node.of("delete", parts);
    }

    private void where(List<Node> parts, @Nullable Expr where, @Nullable String cursor) {
        Node.addOne(parts, "where", cursor == null ? expressions.optional(where) : Node.of("current of " + cursor));
    }

    private Node merge(Statement.Merge merge) {
        List<Node> parts = new ArrayList<>();
        with(parts, merge.recursive(), merge.with());
        parts.add(table(merge.target()));
        parts.add(Node.of("source", from(merge.source())));
        parts.add(Node.of("on", expressions.expr(merge.on())));
        Node.addList(parts, "actions", expressions.list(merge.actionExpressions()));
        Node.addList(parts, "returning", items(merge.returning()));
        return Node.of("merge", parts);
    }
}
