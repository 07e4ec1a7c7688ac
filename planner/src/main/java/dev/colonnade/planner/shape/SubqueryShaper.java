package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Distribution.AnyOne;
import dev.colonnade.planner.shape.Distribution.Everywhere;
import dev.colonnade.planner.shape.Distribution.Partitioned;
import dev.colonnade.planner.shape.Distribution.Unproven;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shapes the subqueries in a block's expressions, and says what they make of the block's distribution. */
final class SubqueryShaper {
    private final QueryShaper queries;
    private final Scope scope;
    private final CteEnvironment ctes;
    private final @Nullable Place place;

    /** @param place where the rows are that the subqueries are worked out for */
    SubqueryShaper(QueryShaper queries, Scope scope, CteEnvironment ctes, @Nullable Place place) {
        this.queries = queries;
        this.scope = scope;
        this.ctes = ctes;
        this.place = place;
    }

    /** The subqueries of a conjunct of WHERE: EXISTS and IN there say something of the block's own columns. */
    Distribution conjunct(Expr conjunct, Distribution rows, EqualityClasses classes) {
        return switch (conjunct) {
            case Expr.Exists(var span, Query query) -> exists(query, filters(query), rows, classes);
            case Expr.InQuery in
            when !in.negated() ->
                in(
                        in.operand(),
                        in.query(),
                        filters(in.query()),
                        false,
                        expression(in.operand(), rows, classes),
                        classes);
            case Expr.QuantifiedQuery q
            when q.operator().equals("=") && !q.all() ->
                in(q.operand(), q.query(), filters(q.query()), false, expression(q.operand(), rows, classes), classes);
            default -> expression(conjunct, rows, classes);
        };
    }

    /** The subqueries of any other expression. */
    Distribution expression(Expr expr, Distribution rows, EqualityClasses classes) {
        Distribution result = rows;
        for (Expr part : ExprTree.all(expr)) {
            result = switch (part) {
                case Expr.Exists(var span, Query query) -> exists(query, false, result, classes);
                case Expr.InQuery in -> in(in.operand(), in.query(), false, true, result, classes);
                case Expr.QuantifiedQuery q -> plain(q.query(), result, classes);
                default -> {
                    Distribution all = result;
                    for (Query query : ExprTree.queries(part)) {
                        all = plain(query, all, classes);
                    }
                    yield all;
                }
            };
        }
        return result;
    }

    private Distribution exists(Query query, boolean filters, Distribution rows, EqualityClasses classes) {
        QueryShape shape = queries.shape(query, new Surroundings(scope, ctes, place, filters, List.of(), false));
        // whether there is a row doesn't depend on which rows its own LIMIT takes
        boolean chosenLast = shape.rows() instanceof AnyOne
                && shape.body() instanceof QueryShape.SelectShape block
                && block.source() instanceof Everywhere;
        Distribution inside = chosenLast ? new Everywhere() : shape.rows();
        return combined(rows, inside, query, classes);
    }

    private Distribution in(
            Expr operand,
            Query query,
            boolean filters,
            boolean nullsDecide,
            Distribution rows,
            EqualityClasses classes) {
        List<@Nullable Node> operands = new ArrayList<>();
        for (Expr column : operand instanceof Expr.Row row ? row.items() : List.of(operand)) {
            operands.add(
                    column instanceof Expr.ColumnRef reference
                            ? scope.resolve(reference).orElse(null)
                            : null);
        }
        QueryShape shape = queries.shape(
                query,
                new Surroundings(scope, ctes, place, filters, Collections.unmodifiableList(operands), nullsDecide));
        return combined(rows, shape.rows(), query, classes);
    }

    private Distribution plain(Query query, Distribution rows, EqualityClasses classes) {
        return combined(
                rows, queries.shape(query, Surroundings.of(scope, ctes, place)).rows(), query, classes);
    }

    private static Distribution combined(Distribution rows, Distribution inside, Query query, EqualityClasses classes) {
        if (rows instanceof Unproven) {
            return rows;
        }
        return inside instanceof Partitioned spread
                ? new Unproven(
                        Refusals.at(
                                query.span(),
                                RefusalCode.SUBQUERY_NOT_COLOCATED,
                                "cannot work out a subquery over several databases",
                                "It reads " + Distributions.names(spread.tables())
                                        + ", without an equality of its shard key and that of the query around it.",
                                "Add that equality to the subquery's WHERE, give a value for its shard key, or run it as a statement of its own."))
                : Distributions.inner(rows, inside, classes, query.span());
    }

    /** Whether the query yields a row only for rows that its own WHERE lets through: an aggregate without GROUP BY yields one anyway. */
    private static boolean filters(Query query) {
        return query.body() instanceof Query.Select select
                && (!select.groupBy().isEmpty()
                        || (select.having() == null
                                && select.items().stream().noneMatch(item -> Aggregates.within(item.expr()))));
    }
}
