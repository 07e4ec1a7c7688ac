package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What GROUP BY groups by, with ordinals and output names replaced by what they stand for.
 *
 * @param resolved false where some element isn't certain: GROUPING SETS, a name that may mean two things
 */
public record Grouping(List<Expr> expressions, boolean resolved) {
    public Grouping {
        expressions = List.copyOf(expressions);
    }

    public static Grouping of(Query.Select select, Scope scope) {
        List<Expr> expressions = new ArrayList<>();
        boolean resolved = true;
        for (Expr element : select.groupBy()) {
            switch (element) {
                case Expr.Literal literal
                when literal.kind() == Expr.LiteralKind.INTEGER -> {
                    Expr item = ordinal(literal.value(), select.items());
                    resolved &= item != null;
                    expressions.add(item == null ? element : item);
                }
                case Expr.ColumnRef reference
                when reference.parts().size() == 1 && scope.resolve(reference).isEmpty() -> {
                    Expr item = alias(reference.column(), select.items());
                    resolved &= item == null || scope.items().stream().allMatch(RangeItem::complete);
                    expressions.add(item == null ? element : item);
                }
                case Expr.Other other -> {
                    resolved = false;
                    expressions.add(other);
                }
                default -> expressions.add(element);
            }
        }
        return new Grouping(expressions, resolved);
    }

    private static @Nullable Expr ordinal(String text, List<Query.Item> items) {
        if (text.length() > 5 || items.stream().anyMatch(Query.Item::isSeveral)) {
            return null;
        }
        int number = Integer.parseInt(text);
        return number >= 1 && number <= items.size() ? items.get(number - 1).expr() : null;
    }

    private static @Nullable Expr alias(String name, List<Query.Item> items) {
        return items.stream()
                .filter(item -> name.equals(item.alias()))
                .map(Query.Item::expr)
                .findFirst()
                .orElse(null);
    }
}
