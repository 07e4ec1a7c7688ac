package dev.colonnade.execution.merge;

import dev.colonnade.planner.plan.RowMerge.Condition;
import java.util.List;

/** A condition that is ready to be tested on rows. */
@FunctionalInterface
interface RowCondition {
    Truth test(Row row);

    /** @throws MergeException with {@link MergeFailure.UnmergeableType} */
    static RowCondition of(Condition condition, BranchRow shape) {
        return switch (condition) {
            case Condition.Compare(var column, String operator, String constant) ->
                ConstantComparison.of(shape.index(column), Relation.of(operator), constant, shape);
            case Condition.IsNull(var column, boolean negated) -> {
                int index = shape.index(column);
                yield row -> Truth.of(row.isNull(index) != negated);
            }
            case Condition.And(List<Condition> parts) -> {
                List<RowCondition> conditions = all(parts, shape);
                yield row -> conditions.stream().map(each -> each.test(row)).reduce(Truth.TRUE, Truth::and);
            }
            case Condition.Or(List<Condition> parts) -> {
                List<RowCondition> conditions = all(parts, shape);
                yield row -> conditions.stream().map(each -> each.test(row)).reduce(Truth.FALSE, Truth::or);
            }
            case Condition.Not(Condition part) -> {
                RowCondition inner = of(part, shape);
                yield row -> inner.test(row).not();
            }
        };
    }

    private static List<RowCondition> all(List<Condition> parts, BranchRow shape) {
        return parts.stream().map(part -> of(part, shape)).toList();
    }
}
