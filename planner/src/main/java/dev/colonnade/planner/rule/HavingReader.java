package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns HAVING into a condition on merged columns: comparisons with numbers, and of text for equality; all else is refused. */
final class HavingReader {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final int TEXT = 25;
    private static final int VARCHAR = 1043;
    private final Function<Expr, Optional<Column>> columns;
    private final Values values;
    private final Scope scope;

    /** @param columns where an aggregate's or a group's merged value is */
    HavingReader(Function<Expr, Optional<Column>> columns, Values values, Scope scope) {
        this.columns = columns;
        this.values = values;
        this.scope = scope;
    }

    HavingTemplate read(Expr condition) {
        return switch (condition) {
            case Expr.Op op -> operator(op);
            case Expr.InList in -> {
                List<HavingTemplate> any = in.items().stream()
                        .map(item -> compare(in.operand(), "=", item, in))
                        .toList();
                HavingTemplate or = new HavingTemplate.Or(any);
                yield in.negated() ? new HavingTemplate.Not(or) : or;
            }
            case Expr.Literal literal when literal.kind() == Expr.LiteralKind.TRUE -> new HavingTemplate.And(List.of());
            case Expr.Literal literal when literal.kind() == Expr.LiteralKind.FALSE -> new HavingTemplate.Or(List.of());
            default -> throw refuse(condition);
        };
    }

    private HavingTemplate operator(Expr.Op op) {
        List<Expr> operands = op.operands();
        return switch (op.operator()) {
            case "and" ->
                new HavingTemplate.And(operands.stream().map(this::read).toList());
            case "or" -> new HavingTemplate.Or(operands.stream().map(this::read).toList());
            case "not" -> new HavingTemplate.Not(read(operands.getFirst()));
            case "is null" -> new HavingTemplate.IsNull(column(operands.getFirst(), op), false);
            case "is not null" -> new HavingTemplate.IsNull(column(operands.getFirst(), op), true);
            case "between" ->
                new HavingTemplate.And(List.of(
                        compare(operands.get(0), ">=", operands.get(1), op),
                        compare(operands.get(0), "<=", operands.get(2), op)));
            default -> {
                if (!COMPARISONS.contains(op.operator()) || operands.size() != 2) {
                    throw refuse(op);
                }
                Expr left = operands.getFirst();
                Expr right = operands.getLast();
                yield isConstant(left)
                        ? compare(right, mirrored(op.operator()), left, op)
                        : compare(left, op.operator(), right, op);
            }
        };
    }

    private HavingTemplate compare(Expr side, String operator, Expr constant, Expr place) {
        Column column = column(side, place);
        boolean equality = operator.equals("=") || operator.equals("<>");
        if (constant instanceof Expr.Param param && isNumber(side)) {
            return new HavingTemplate.Parameter(column, operator, param.number() - 1);
        }
        String number = number(constant);
        if (number != null && isNumber(side)) {
            return new HavingTemplate.Constant(column, operator, number);
        }
        if (equality
                && constant instanceof Expr.Literal literal
                && literal.kind() == Expr.LiteralKind.STRING
                && isText(side)
                && values.whyUnequal(side).isEmpty()) {
            return new HavingTemplate.Constant(column, operator, literal.value());
        }
        throw refuse(place);
    }

    /** Aggregates that yield numbers, and columns whose type is one. */
    private boolean isNumber(Expr expr) {
        return switch (expr) {
            case Expr.Call call ->
                switch (call.simpleName()) {
                    case "count" -> true;
                    case "sum", "avg", "min", "max" -> call.arguments().stream().allMatch(this::isNumber);
                    default -> false;
                };
            case Expr.ColumnRef reference ->
                scope.resolve(reference)
                        .map(node -> switch (node.valueType().oid()) {
                            case 20, 21, 23, 700, 701, 1700 -> true;
                            default -> false;
                        })
                        .orElse(false);
            case Expr.Op op ->
                switch (op.operator()) {
                    case "+", "-", "*", "/", "%" -> op.operands().stream().allMatch(this::isNumber);
                    default -> false;
                };
            case Expr.Literal literal ->
                literal.kind() == Expr.LiteralKind.INTEGER || literal.kind() == Expr.LiteralKind.NUMERIC;
            case Expr.Star star -> true;
            default -> false;
        };
    }

    private boolean isText(Expr expr) {
        return expr instanceof Expr.ColumnRef reference
                && scope.resolve(reference)
                        .filter(node -> node.valueType().oid() == TEXT
                                || node.valueType().oid() == VARCHAR)
                        .isPresent();
    }

    private static boolean isConstant(Expr expr) {
        return expr instanceof Expr.Literal || expr instanceof Expr.Param || number(expr) != null;
    }

    private static @Nullable String number(Expr expr) {
        return switch (expr) {
            case Expr.Literal literal
            when literal.kind() == Expr.LiteralKind.INTEGER || literal.kind() == Expr.LiteralKind.NUMERIC ->
                literal.value().matches("[0-9]{1,40}(\\.[0-9]{0,40})?") ? literal.value() : null;
            case Expr.Op(var span, String operator, var operands)
            when operator.equals("-") && operands.size() == 1 && number(operands.getFirst()) != null ->
                "-" + number(operands.getFirst());
            default -> null;
        };
    }

    private static String mirrored(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
        };
    }

    private Column column(Expr expr, Expr place) {
        return columns.apply(expr).orElseThrow(() -> refuse(place));
    }

    private static PlanningException refuse(Expr place) {
        return Refusals.refuse(
                place.span(),
                RefusalCode.HAVING,
                "cannot apply this HAVING to groups merged over several databases",
                "Only comparisons of aggregates and grouping columns with numbers, joined by AND, OR and NOT, can be applied after the merge.",
                "Compare the aggregates themselves, add the shard key to GROUP BY, or filter in the application.");
    }
}
