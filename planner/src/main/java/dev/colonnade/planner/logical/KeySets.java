package dev.colonnade.planner.logical;

import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.shape.KeyTerm;
import dev.colonnade.planner.shape.ShardKeyPredicate;
import java.util.List;

/** Predicates and parameter values to sets of key values. */
final class KeySets {
    private KeySets() {}

    static KeySet of(ShardKeyPredicate predicate, ParameterValues parameters) {
        return switch (predicate) {
            case ShardKeyPredicate.Nothing() -> KeySet.none();
            case ShardKeyPredicate.Unconstrained() -> KeySet.all();
            case ShardKeyPredicate.KeyEquals(KeyTerm value) -> ofTerm(value, parameters);
            case ShardKeyPredicate.KeyIn(List<KeyTerm> values) ->
                KeySet.union(values.stream().map(v -> ofTerm(v, parameters)).toList());
            case ShardKeyPredicate.AnyOf(List<ShardKeyPredicate> parts) ->
                KeySet.union(parts.stream().map(part -> of(part, parameters)).toList());
            case ShardKeyPredicate.AllOf(List<ShardKeyPredicate> parts) ->
                KeySet.intersection(
                        parts.stream().map(part -> of(part, parameters)).toList());
        };
    }

    private static KeySet ofTerm(KeyTerm term, ParameterValues parameters) {
        return switch (term) {
            case KeyTerm.None() -> KeySet.none();
            case KeyTerm.Constant constant -> KeySet.of(constant.value());
            case KeyTerm.Parameter parameter -> ParameterKeys.value(parameter, parameters);
            case KeyTerm.ParameterArray array -> ParameterKeys.elements(array, parameters);
            case KeyTerm.ParameterOrNull(KeyTerm.Parameter parameter) ->
                ParameterKeys.isNull(parameter.number(), parameters)
                        ? KeySet.all()
                        : ParameterKeys.value(parameter, parameters);
        };
    }
}
