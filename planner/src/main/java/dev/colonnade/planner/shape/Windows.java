package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.shape.Distribution.Partitioned;
import java.util.ArrayList;
import java.util.List;

/** The window functions of a block. */
public final class Windows {
    private Windows() {}

    /** Whether every window's rows are on one database; true where there are no windows. */
    public static boolean arePartitionedByKey(
            Query query, Query.Select select, Scope scope, QueryShape.EqualityClassesView classes, Partitioned rows) {
        return specs(query, select).stream()
                .allMatch(spec -> rows.keyIsAmong(nodes(partition(spec, select), scope), classes));
    }

    /** The columns that some expressions are; what is computed is left out. */
    public static List<Node> nodes(List<Expr> exprs, Scope scope) {
        return exprs.stream()
                .flatMap(expr -> expr instanceof Expr.ColumnRef reference ? scope.resolve(reference).stream() : null)
                .toList();
    }

    private static List<Expr.WindowSpec> specs(Query query, Query.Select select) {
        List<Expr> exprs = new ArrayList<>();
        select.items().forEach(item -> exprs.add(item.expr()));
        query.orderBy().forEach(item -> exprs.add(item.expr()));
        exprs.addAll(select.distinctOn());
        return exprs.stream()
                .flatMap(expr -> ExprTree.all(expr).stream())
                .flatMap(expr -> expr instanceof Expr.Call call && call.over() != null
                        ? java.util.stream.Stream.of(call.over())
                        : null)
                .toList();
    }

    /** A window that names another one has that one's partition. */
    private static List<Expr> partition(Expr.WindowSpec spec, Query.Select select) {
        List<Expr> partition = new ArrayList<>(spec.partitionBy());
        String name = spec.name();
        for (int depth = 0; name != null && depth < select.windows().size(); depth++) {
            String wanted = name;
            Expr.WindowSpec found = select.windows().stream()
                    .filter(window -> window.name().equals(wanted))
                    .map(Query.NamedWindow::spec)
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                break;
            }
            partition.addAll(found.partitionBy());
            name = found.name();
        }
        return partition;
    }
}
