package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The result's columns of a block, and their names as PostgreSQL makes them up. */
public final class OutputColumns {
    private static final String UNNAMED = "?column?";

    private OutputColumns() {}

    /** Whether all of the result's columns are known: no star over a table that isn't in the schema catalogue. */
    public static boolean known(List<Query.Item> items, Scope scope) {
        return items.stream()
                .filter(Query.Item::isSeveral)
                .noneMatch(item -> !(item.expr() instanceof Expr.Star star)
                        || (scope.hasMergedColumns()
                                || scope.expand(star).isEmpty()
                                || scope.expand(star).stream().anyMatch(range -> !range.complete())));
    }

    /** The columns, as far as known. */
    static List<OutputColumn> of(Query query, Query.Select select, Scope scope) {
        List<OutputColumn> columns = new ArrayList<>();
        Predicate<Node> open = rowsApart(query, select, scope);
        for (Query.Item item : select.items()) {
            if (item.expr() instanceof Expr.Star star) {
                for (RangeItem range : scope.expand(star)) {
                    for (int i = 0; i < range.columns().size(); i++) {
                        columns.add(column(
                                range.columnNames().get(i), range.columns().get(i), scope, open));
                    }
                }
            } else {
                Node node = item.expr() instanceof Expr.ColumnRef reference
                        ? scope.resolve(reference).orElse(null)
                        : null;
                columns.add(column(nameOf(item), node, scope, open));
            }
        }
        return columns;
    }

    private static OutputColumn column(String name, @Nullable Node node, Scope scope, Predicate<Node> rowsApart) {
        return new OutputColumn(name, node, node != null && scope.isLocal(node) && rowsApart.test(node));
    }

    /** Of which columns rows with different values have nothing to do with each other in this block. */
    private static Predicate<Node> rowsApart(Query query, Query.Select select, Scope scope) {
        boolean never = query.limitClause() != null
                || query.offsetClause() != null
                || !select.windows().isEmpty()
                || select.items().stream().anyMatch(item -> Aggregates.windowWithin(item.expr()));
        if (never) {
            return column -> false;
        }
        List<Expr> groups = Grouping.of(select, scope).expressions();
        boolean oneGroup = select.groupBy().isEmpty()
                && (select.having() != null
                        || select.items().stream().anyMatch(item -> Aggregates.within(item.expr())));
        return column -> !oneGroup
                && (select.distinctOn().isEmpty() || names(select.distinctOn(), scope, column))
                && (select.groupBy().isEmpty() || names(groups, scope, column));
    }

    private static boolean names(List<Expr> exprs, Scope scope, Node column) {
        return exprs.stream()
                .anyMatch(expr -> expr instanceof Expr.ColumnRef reference
                        && scope.resolve(reference)
                                .filter(node -> node == column)
                                .isPresent());
    }

    /** The name that PostgreSQL gives to a result column. */
    public static String nameOf(Query.Item item) {
        return item.alias() != null ? item.alias() : nameOf(item.expr());
    }

    private static String nameOf(Expr expr) {
        return switch (expr) {
            case Expr.ColumnRef column -> column.column();
            case Expr.Call call -> call.simpleName();
            case Expr.Collate collate -> nameOf(collate.operand());
            case Expr.Cast cast -> {
                String inner = nameOf(cast.operand());
                yield inner.equals(UNNAMED) || cast.operand() instanceof Expr.Case ? typeName(cast.type()) : inner;
            }
            case Expr.Case choice -> {
                String otherwise = choice.otherwise() == null ? UNNAMED : nameOf(choice.otherwise());
                yield choice.otherwise() instanceof Expr.ColumnRef || choice.otherwise() instanceof Expr.Call
                        ? otherwise
                        : "case";
            }
            case Expr.ArrayItems array -> "array";
            case Expr.Row row -> "row";
            case Expr.Exists exists -> "exists";
            case Expr.Subquery subquery when subquery.array() -> "array";
            case Expr.Subquery subquery -> nameOf(subquery.query());
            default -> UNNAMED;
        };
    }

    private static String nameOf(Query query) {
        return query.body() instanceof Query.Select select && select.items().size() == 1
                ? nameOf(select.items().getFirst())
                : UNNAMED;
    }

    /** The catalogue's name of a type: what an unnamed cast is called. */
    private static String typeName(String type) {
        String plain = type.replaceAll("\\(.*?\\)", "").replace("[]", "").strip();
        return switch (plain) {
            case "bigint" -> "int8";
            case "integer", "int" -> "int4";
            case "smallint" -> "int2";
            case "boolean" -> "bool";
            case "real" -> "float4";
            case "double precision" -> "float8";
            case "character varying" -> "varchar";
            case "character" -> "bpchar";
            case "decimal" -> "numeric";
            case "timestamp with time zone" -> "timestamptz";
            case "timestamp without time zone" -> "timestamp";
            default -> plain.substring(plain.lastIndexOf('.') + 1);
        };
    }
}
