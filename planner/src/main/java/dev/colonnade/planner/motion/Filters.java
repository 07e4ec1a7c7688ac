package dev.colonnade.planner.motion;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.shape.Aggregates;
import dev.colonnade.planner.shape.ExprTree;
import java.util.List;
import java.util.function.Predicate;

/** Which conditions of a block are about one of its tables alone: those are applied before its rows are moved, and once more afterwards. */
final class Filters {
    private Filters() {}

    /**
     * The conditions that can be applied to the table's rows where they are.
     *
     * @param hasColumn whether the table has a column of this name
     * @param mayHaveColumn whether another item of the same FROM may have one
     */
    static List<Expr> of(Occurrence occurrence, Predicate<String> hasColumn, Predicate<String> mayHaveColumn) {
        return occurrence.conditions().stream()
                .filter(condition -> ExprTree.all(condition).stream()
                        .allMatch(part -> isOwn(part, occurrence, hasColumn, mayHaveColumn)))
                .filter(condition -> ExprTree.all(condition).stream().anyMatch(Expr.ColumnRef.class::isInstance))
                .toList();
    }

    private static boolean isOwn(
            Expr part, Occurrence occurrence, Predicate<String> hasColumn, Predicate<String> mayHaveColumn) {
        return switch (part) {
            case Expr.ColumnRef reference ->
                hasColumn.test(reference.column())
                        && switch (reference.parts().size()) {
                            case 1 -> !mayHaveColumn.test(reference.column());
                            case 2 -> reference.parts().getFirst().equals(occurrence.qualifier());
                            default -> false;
                        };
            case Expr.Literal literal -> true;
            case Expr.Param param -> true;
            case Expr.Op op -> true;
            case Expr.InList in -> true;
            case Expr.Quantified quantified -> true;
            case Expr.Cast cast -> true;
            case Expr.ArrayItems array -> true;
            case Expr.Case choice -> true;
            case Expr.Collate collate -> true;
            case Expr.Call call -> call.over() == null && !Aggregates.isAggregate(call);
            default -> false;
        };
    }
}
