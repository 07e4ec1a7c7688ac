package dev.colonnade.planner.motion;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.ExprTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the tables of a query, block by block; names of WITH queries are none. */
final class Occurrences {
    private final List<Occurrence> found = new ArrayList<>();

    private Occurrences() {}

    static List<Occurrence> of(Query query) {
        Occurrences occurrences = new Occurrences();
        occurrences.query(query, Set.of());
        return occurrences.found;
    }

    private void query(Query query, Set<String> outerNames) {
        Set<String> names = new HashSet<>(outerNames);
        if (query.recursive()) {
            query.with().forEach(cte -> names.add(cte.name()));
        }
        for (Query.Cte cte : query.with()) {
            if (!(cte.statement() instanceof Statement.Select select)) {
                throw refuse(cte.span(), "It changes data.");
            }
            query(select.query(), Set.copyOf(names));
            names.add(cte.name());
        }
        switch (query.body()) {
            case Query.Select select -> select(select, names);
            case Query.SetOperation both -> {
                query(both.left(), names);
                query(both.right(), names);
            }
            case Query.Values values -> values.rows().forEach(row -> expr(row, names));
        }
        query.orderBy().forEach(item -> expr(item.expr(), names));
        expr(query.limit(), names);
        expr(query.offset(), names);
    }

    private void select(Query.Select select, Set<String> names) {
        List<Query.From> leaves = new ArrayList<>();
        boolean natural = false;
        for (Query.From from : select.from()) {
            natural |= leaves(from, leaves);
        }
        List<Expr> where = select.where() == null ? List.of() : ExprTree.conjuncts(select.where());
        for (Query.From from : select.from()) {
            from(from, where, new Block(select, leaves, natural, names));
        }
        select.items().forEach(item -> expr(item.expr(), names));
        select.distinctOn().forEach(expr -> expr(expr, names));
        expr(select.where(), names);
        select.groupBy().forEach(expr -> expr(expr, names));
        expr(select.having(), names);
        select.windows().forEach(window -> {
            window.spec().partitionBy().forEach(expr -> expr(expr, names));
            window.spec().orderBy().forEach(item -> expr(item.expr(), names));
            window.spec().others().forEach(expr -> expr(expr, names));
        });
    }

    /** What the items of one FROM have in common. */
    private record Block(Query.Select select, List<Query.From> leaves, boolean natural, Set<String> names) {}

    /** The items below joins; true where some join is a natural one. */
    private static boolean leaves(Query.From from, List<Query.From> found) {
        if (from instanceof Query.Join join) {
            boolean left = leaves(join.left(), found);
            boolean right = leaves(join.right(), found);
            return join.natural() || left || right;
        }
        found.add(from);
        return false;
    }

    /** @param conditions that all rows of the item satisfy which come through */
    private void from(Query.From from, List<Expr> conditions, Block block) {
        switch (from) {
            case Query.Table table -> table(table, conditions, block);
            case Query.Derived derived -> query(derived.query(), block.names());
            case Query.Function function -> function.calls().forEach(call -> expr(call, block.names()));
            case Query.Join join -> {
                expr(join.on(), block.names());
                List<Expr> on = join.on() == null ? List.of() : ExprTree.conjuncts(join.on());
                // an alias hides the two sides' names, so conditions from outside mean other columns
                List<Expr> outside = join.alias() == null ? conditions : List.of();
                switch (join.kind()) {
                    case INNER, CROSS -> {
                        from(join.left(), both(outside, on), block);
                        from(join.right(), both(outside, on), block);
                    }
                    case LEFT -> {
                        from(join.left(), outside, block);
                        from(join.right(), on, block);
                    }
                    case RIGHT -> {
                        from(join.left(), on, block);
                        from(join.right(), outside, block);
                    }
                    case FULL -> {
                        from(join.left(), List.of(), block);
                        from(join.right(), List.of(), block);
                    }
                }
            }
        }
    }

    private static List<Expr> both(List<Expr> first, List<Expr> second) {
        List<Expr> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private void table(Query.Table table, List<Expr> conditions, Block block) {
        if (isCommon(table, block)) {
            return;
        }
        if (table.sampled()) {
            throw refuse(table.span(), "A sample of it is taken.");
        }
        List<Query.Table> others = new ArrayList<>();
        boolean unknown = false;
        for (Query.From leaf : block.leaves()) {
            if (!(leaf instanceof Query.Table other) || isCommon(other, block)) {
                unknown = true;
            } else if (!other.span().equals(table.span())) {
                others.add(other);
            }
        }
        boolean wholeBlock =
                block.select().itemsSpan().start() == block.select().itemsSpan().end()
                        && !block.select().items().isEmpty();
        boolean star = block.select().items().stream().anyMatch(item -> item.expr() instanceof Expr.Star);
        found.add(new Occurrence(
                table,
                wholeBlock ? block.select().span() : table.span(),
                wholeBlock,
                star || block.natural() || !table.columnAliases().isEmpty(),
                others,
                unknown,
                conditions));
    }

    /** Whether the name is that of a WITH query in sight. */
    private static boolean isCommon(Query.Table table, Block block) {
        return table.name().size() == 1 && block.names().contains(table.name().getFirst());
    }

    private void expr(@Nullable Expr expr, Set<String> names) {
        if (expr != null) {
            for (Expr part : ExprTree.all(expr)) {
                ExprTree.queries(part).forEach(query -> query(query, names));
            }
        }
    }

    private static PlanningException refuse(Span place, String why) {
        return Refusals.refuse(
                place,
                RefusalCode.SUBQUERY_NOT_COLOCATED,
                "cannot move these rows to one database",
                why,
                "Give a value for the shard key.");
    }
}
