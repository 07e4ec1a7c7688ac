package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * The expressions of a block.
 *
 * @param conjuncts those of WHERE, each true for every row of the block
 * @param others all others
 */
record BlockExpressions(List<Expr> conjuncts, List<Expr> others) {
    /** Both. */
    List<Expr> all() {
        List<Expr> all = new ArrayList<>(conjuncts);
        all.addAll(others);
        return all;
    }

    static BlockExpressions of(Query query, Query.Select select, FromShaper.Result from) {
        List<Expr> others = new ArrayList<>();
        select.items().forEach(item -> others.add(item.expr()));
        others.addAll(select.distinctOn());
        others.addAll(select.groupBy());
        if (select.having() != null) {
            others.add(select.having());
        }
        select.windows().forEach(window -> {
            others.addAll(window.spec().partitionBy());
            window.spec().orderBy().forEach(item -> others.add(item.expr()));
        });
        query.orderBy().forEach(item -> others.add(item.expr()));
        if (query.limit() != null) {
            others.add(query.limit());
        }
        if (query.offset() != null) {
            others.add(query.offset());
        }
        others.addAll(from.expressions());
        return new BlockExpressions(select.where() == null ? List.of() : ExprTree.conjuncts(select.where()), others);
    }
}
