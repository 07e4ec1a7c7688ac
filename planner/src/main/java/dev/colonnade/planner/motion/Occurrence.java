package dev.colonnade.planner.motion;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import java.util.List;

/**
 * A table's name in some FROM.
 *
 * @param replaced what stands for it in the text, alias included
 * @param wholeBlock whether that is a whole {@code TABLE t}
 * @param allColumns whether a star or a natural join may mean any of its columns
 * @param others the other tables of the same FROM
 * @param amongUnknown whether there are other items in the same FROM, whose columns aren't looked up
 * @param conditions conjuncts of WHERE and ON that only rows which satisfy them come through
 */
record Occurrence(
        Query.Table table,
        Span replaced,
        boolean wholeBlock,
        boolean allColumns,
        List<Query.Table> others,
        boolean amongUnknown,
        List<Expr> conditions) {
    Occurrence {
        others = List.copyOf(others);
        conditions = List.copyOf(conditions);
    }

    /** What its columns are qualified with. */
    String qualifier() {
        String alias = table.alias();
        return alias == null ? table.name().getLast() : alias;
    }
}
