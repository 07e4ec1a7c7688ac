package dev.colonnade.planner.rule;

import static dev.colonnade.planner.rule.BranchText.copied;
import static dev.colonnade.planner.rule.BranchText.written;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.shape.Aggregates;
import dev.colonnade.planner.shape.ExprTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Before: count(DISTINCT x) by g over Merge(a, b). After: Reaggregate count by g <- Distinct g, x <- Merge(Group g, x <- a, Group g, x <- b):
 * each branch has one row per value, whose partial aggregate is of that value alone.
 *
 * <p>Leaves alone: blocks with other aggregates than DISTINCT ones of one and the same expression, whose partial values would be lost with the
 * duplicates.
 */
final class GroupByDistinctArgument {
    private static final Set<String> KINDS = Set.of("count", "sum", "avg", "min", "max");

    private GroupByDistinctArgument() {}

    /** The expression, where the rewrite applies. */
    static Optional<Expr> argument(Query query, BlockFacts facts, BranchText text) {
        Query.Select select = facts.shape().select();
        List<Expr.Call> calls = calls(query, select);
        if (calls.isEmpty() || !calls.stream().allMatch(GroupByDistinctArgument::isDistinct)) {
            return Optional.empty();
        }
        Expr argument = calls.getFirst().arguments().getFirst();
        boolean same = calls.stream()
                .map(call -> text.canonical(call.arguments().getFirst().span()))
                .allMatch(text.canonical(argument.span())::equals);
        boolean needed = calls.stream().anyMatch(call -> !facts.keyIsAmong(call.arguments()));
        return same && needed && hasPlace(select, text) ? Optional.of(argument) : Optional.empty();
    }

    private static List<Expr.Call> calls(Query query, Query.Select select) {
        List<Expr> exprs = new ArrayList<>();
        select.items().forEach(item -> exprs.add(item.expr()));
        query.orderBy().forEach(item -> exprs.add(item.expr()));
        if (select.having() != null) {
            exprs.add(select.having());
        }
        List<Expr.Call> calls = new ArrayList<>();
        for (Expr expr : exprs) {
            for (Expr part : ExprTree.all(expr)) {
                if (part instanceof Expr.Call call && Aggregates.isAggregate(call)) {
                    calls.add(call);
                }
            }
        }
        return calls;
    }

    private static boolean isDistinct(Expr.Call call) {
        return call.distinct()
                && call.filter() == null
                && call.arguments().size() == 1
                && call.orderBy().isEmpty()
                && KINDS.contains(call.simpleName());
    }

    /** Without groups the one row must hold aggregates only; with groups there must be room behind the last. */
    private static boolean hasPlace(Query.Select select, BranchText text) {
        if (select.groupBy().isEmpty()) {
            return select.having() == null
                    && select.items().stream().allMatch(item -> Aggregates.isAggregate(item.expr()));
        }
        return !text.isFollowedBy(select.groupBy().getLast().span(), ')');
    }

    static void rewrite(Query.Select select, Expr argument, BranchText text) {
        if (select.groupBy().isEmpty()) {
            text.insert(select.span().end(), written(" GROUP BY ("), copied(argument.span()), written(")"));
        } else {
            Span last = select.groupBy().getLast().span();
            text.insert(last.end(), written(", ("), copied(argument.span()), written(")"));
        }
    }
}
