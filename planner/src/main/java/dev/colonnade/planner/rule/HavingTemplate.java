package dev.colonnade.planner.rule;

import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.Condition;
import java.util.List;
import java.util.function.IntFunction;

/** A condition on merged groups whose constants may be parameters. */
public sealed interface HavingTemplate {
    /** The constant is written in the text. */
    record Constant(Column column, String operator, String value) implements HavingTemplate {}

    /** The constant is a parameter, numbered from 0. */
    record Parameter(Column column, String operator, int number) implements HavingTemplate {}

    record IsNull(Column column, boolean negated) implements HavingTemplate {}

    record And(List<HavingTemplate> parts) implements HavingTemplate {
        public And {
            parts = List.copyOf(parts);
        }
    }

    record Or(List<HavingTemplate> parts) implements HavingTemplate {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    record Not(HavingTemplate part) implements HavingTemplate {}

    /** @param number the text of a parameter that is a number; it throws where it isn't one */
    default Condition bind(IntFunction<String> number) {
        return switch (this) {
            case Constant(Column column, String operator, String value) ->
                new Condition.Compare(column, operator, value);
            case Parameter(Column column, String operator, int n) ->
                new Condition.Compare(column, operator, number.apply(n));
            case IsNull(Column column, boolean negated) -> new Condition.IsNull(column, negated);
            case And(List<HavingTemplate> parts) ->
                new Condition.And(parts.stream().map(part -> part.bind(number)).toList());
            case Or(List<HavingTemplate> parts) ->
                new Condition.Or(parts.stream().map(part -> part.bind(number)).toList());
            case Not(HavingTemplate part) -> new Condition.Not(part.bind(number));
        };
    }

    default boolean dependsOnParameters() {
        return switch (this) {
            case Constant c -> false;
            case Parameter p -> true;
            case IsNull n -> false;
            case And(List<HavingTemplate> parts) -> parts.stream().anyMatch(HavingTemplate::dependsOnParameters);
            case Or(List<HavingTemplate> parts) -> parts.stream().anyMatch(HavingTemplate::dependsOnParameters);
            case Not(HavingTemplate part) -> part.dependsOnParameters();
        };
    }
}
