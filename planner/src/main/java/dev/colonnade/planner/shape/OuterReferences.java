package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import java.util.List;
import java.util.Optional;

/** What a block's expressions say of the blocks around it. */
final class OuterReferences {
    private OuterReferences() {}

    /** Whether some expression names a column of a block around: then the block is worked out once per row of that one. */
    static boolean within(List<Expr> exprs, Scope scope) {
        return exprs.stream()
                .flatMap(expr -> ExprTree.all(expr).stream())
                .anyMatch(part -> part instanceof Expr.ColumnRef reference
                        && scope.resolve(reference)
                                .filter(node -> !scope.isLocal(node))
                                .isPresent());
    }

    /**
     * An aggregate all of whose columns belong to a block around: {@code SELECT (SELECT sum(o.total)) FROM orders o}. It is that block's
     * aggregate, which then has groups, though nothing in its own text says so.
     */
    static Optional<Expr.Call> aggregate(List<Expr> exprs, Scope scope) {
        for (Expr expr : exprs) {
            for (Expr part : ExprTree.all(expr)) {
                if (part instanceof Expr.Call call && Aggregates.isAggregate(call) && isOuter(call, scope)) {
                    return Optional.of(call);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOuter(Expr.Call call, Scope scope) {
        boolean outer = false;
        for (Expr part : ExprTree.all(call)) {
            if (part instanceof Expr.ColumnRef reference) {
                Optional<Node> node = scope.resolve(reference);
                if (node.isPresent() && scope.isLocal(node.get())) {
                    return false;
                }
                outer = true;
            }
        }
        return outer;
    }
}
