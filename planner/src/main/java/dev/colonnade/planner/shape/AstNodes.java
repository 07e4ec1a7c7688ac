package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a statement, in one flat view: for questions that don't care where a thing stands.
 *
 * @param tables names in FROM, those of common table expressions among them; not the targets of INSERT
 * @param statements the statement itself and those of its common table expressions
 */
public record AstNodes(List<Expr> exprs, List<Query.Table> tables, List<Query> queries, List<Statement> statements) {

    public static AstNodes of(Statement statement) {
        AstNodes nodes = new AstNodes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        nodes.statement(statement);
        return nodes;
    }

    /** As {@link #of(Statement)}, of a query alone. */
    public static AstNodes of(Query query) {
        return of(new Statement.Select(query));
    }

    /** As {@link #of(Query)}, without what decides which rows there are: WITH, FROM and WHERE of its own block. */
    public static AstNodes around(Query query) {
        AstNodes nodes = new AstNodes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        if (query.body() instanceof Query.Select select) {
            nodes.selected(select);
            nodes.grouped(select);
        } else {
            nodes.body(query.body());
        }
        nodes.behind(query);
        return nodes;
    }

    /** The parameters among the expressions. */
    public List<Expr.Param> parameters() {
        return exprs.stream()
                .filter(Expr.Param.class::isInstance)
                .map(Expr.Param.class::cast)
                .toList();
    }

    /** The literals among them. */
    public List<Expr.Literal> literals() {
        return exprs.stream()
                .filter(Expr.Literal.class::isInstance)
                .map(Expr.Literal.class::cast)
                .toList();
    }

    private void statement(Statement statement) {
        statements.add(statement);
        switch (statement) {
            case Statement.Select select -> query(select.query());
            case Statement.Insert insert -> insert(insert);
            case Statement.Update update -> {
                ctes(update.with());
                tables.add(update.target());
                update.assignments().forEach(assignment -> expr(assignment.value()));
                update.from().forEach(this::from);
                expr(update.where());
                items(update.returning());
            }
            case Statement.Delete delete -> {
                ctes(delete.with());
                tables.add(delete.target());
                delete.using().forEach(this::from);
                expr(delete.where());
                items(delete.returning());
            }
            case Statement.Merge merge -> {
                ctes(merge.with());
                tables.add(merge.target());
                from(merge.source());
                expr(merge.on());
                merge.actionExpressions().forEach(this::expr);
                items(merge.returning());
            }
            default -> {
                // no expressions in there
            }
        }
    }

    private void insert(Statement.Insert insert) {
        ctes(insert.with());
        if (insert.source() != null) {
            query(insert.source());
        }
        Statement.OnConflict conflict = insert.onConflict();
        if (conflict != null) {
            conflict.target().forEach(this::expr);
            expr(conflict.targetWhere());
            conflict.assignments().forEach(assignment -> expr(assignment.value()));
            expr(conflict.where());
        }
        items(insert.returning());
    }

    private void ctes(List<Query.Cte> ctes) {
        ctes.forEach(cte -> statement(cte.statement()));
    }

    private void query(Query query) {
        queries.add(query);
        ctes(query.with());
        body(query.body());
        behind(query);
    }

    private void behind(Query query) {
        query.orderBy().forEach(item -> expr(item.expr()));
        expr(query.limit());
        expr(query.offset());
    }

    private void selected(Query.Select select) {
        select.distinctOn().forEach(this::expr);
        items(select.items());
    }

    private void grouped(Query.Select select) {
        select.groupBy().forEach(this::expr);
        expr(select.having());
        select.windows().forEach(window -> window(window.spec()));
    }

    private void body(Query.Body body) {
        switch (body) {
            case Query.Select select -> {
                selected(select);
                select.from().forEach(this::from);
                expr(select.where());
                grouped(select);
            }
            case Query.SetOperation operation -> {
                query(operation.left());
                query(operation.right());
            }
            case Query.Values values -> values.rows().forEach(this::expr);
        }
    }

    private void window(Expr.WindowSpec spec) {
        spec.partitionBy().forEach(this::expr);
        spec.orderBy().forEach(item -> expr(item.expr()));
        spec.others().forEach(this::expr);
    }

    private void from(Query.From from) {
        switch (from) {
            case Query.Table table -> {
                tables.add(table);
                table.sampleArguments().forEach(this::expr);
            }
            case Query.Derived derived -> query(derived.query());
            case Query.Function function -> function.calls().forEach(this::expr);
            case Query.Join join -> {
                from(join.left());
                from(join.right());
                expr(join.on());
            }
        }
    }

    private void items(List<Query.Item> items) {
        items.forEach(item -> expr(item.expr()));
    }

    private void expr(@Nullable Expr expr) {
        if (expr != null) {
            for (Expr part : ExprTree.all(expr)) {
                exprs.add(part);
                ExprTree.queries(part).forEach(this::query);
            }
        }
    }
}
