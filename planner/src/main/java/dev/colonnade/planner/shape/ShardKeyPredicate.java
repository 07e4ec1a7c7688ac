package dev.colonnade.planner.shape;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is proven about the values of one column in the rows that matter to the statement. All cases but {@link Unconstrained} also prove
 * that NULL doesn't matter.
 */
public sealed interface ShardKeyPredicate {
    /** No row matters. */
    record Nothing() implements ShardKeyPredicate {}

    /** One value. */
    record KeyEquals(KeyTerm value) implements ShardKeyPredicate {}

    /** One of these values. */
    record KeyIn(List<KeyTerm> values) implements ShardKeyPredicate {
        public KeyIn {
            values = List.copyOf(values);
        }
    }

    /** At least one of these holds. */
    record AnyOf(List<ShardKeyPredicate> parts) implements ShardKeyPredicate {
        public AnyOf {
            parts = List.copyOf(parts);
        }
    }

    /** All of these hold. */
    record AllOf(List<ShardKeyPredicate> parts) implements ShardKeyPredicate {
        public AllOf {
            parts = List.copyOf(parts);
        }
    }

    /** Any value, or NULL. */
    record Unconstrained() implements ShardKeyPredicate {}

    /** {@code column = value}. */
    static ShardKeyPredicate equalTo(KeyTerm value) {
        return value instanceof KeyTerm.None ? new Nothing() : new KeyEquals(value);
    }

    /** {@code column IN (values)}. */
    static ShardKeyPredicate in(List<KeyTerm> values) {
        List<KeyTerm> some = values.stream()
                .filter(v -> !(v instanceof KeyTerm.None))
                .distinct()
                .toList();
        return switch (some.size()) {
            case 0 -> new Nothing();
            case 1 -> new KeyEquals(some.getFirst());
            default -> new KeyIn(some);
        };
    }

    /** The union. */
    static ShardKeyPredicate anyOf(List<ShardKeyPredicate> parts) {
        Set<ShardKeyPredicate> distinct = new LinkedHashSet<>();
        List<KeyTerm> values = new ArrayList<>();
        for (ShardKeyPredicate part : parts) {
            switch (part) {
                case Nothing() -> {}
                case Unconstrained() -> {
                    return new Unconstrained();
                }
                case KeyEquals(KeyTerm value) -> values.add(value);
                case KeyIn(List<KeyTerm> some) -> values.addAll(some);
                case AnyOf(List<ShardKeyPredicate> inner) -> distinct.addAll(inner);
                case AllOf all -> distinct.add(all);
            }
        }
        if (!values.isEmpty()) {
            distinct.add(in(values));
        }
        return switch (distinct.size()) {
            case 0 -> new Nothing();
            case 1 -> distinct.iterator().next();
            default -> new AnyOf(List.copyOf(distinct));
        };
    }

    /** The intersection. */
    static ShardKeyPredicate allOf(List<ShardKeyPredicate> parts) {
        Set<ShardKeyPredicate> distinct = new LinkedHashSet<>();
        for (ShardKeyPredicate part : parts) {
            switch (part) {
                case Nothing() -> {
                    return new Nothing();
                }
                case Unconstrained() -> {}
                case AllOf(List<ShardKeyPredicate> inner) -> distinct.addAll(inner);
                case KeyEquals one -> distinct.add(one);
                case KeyIn some -> distinct.add(some);
                case AnyOf any -> distinct.add(any);
            }
        }
        return switch (distinct.size()) {
            case 0 -> new Unconstrained();
            case 1 -> distinct.iterator().next();
            default -> new AllOf(List.copyOf(distinct));
        };
    }

    /** The same predicate with each term replaced. */
    default ShardKeyPredicate map(UnaryOperator<KeyTerm> change) {
        return switch (this) {
            case Nothing n -> n;
            case Unconstrained u -> u;
            case KeyEquals(KeyTerm value) -> equalTo(change.apply(value));
            case KeyIn(List<KeyTerm> values) -> in(values.stream().map(change).toList());
            case AnyOf(List<ShardKeyPredicate> parts) ->
                anyOf(parts.stream().map(part -> part.map(change)).toList());
            case AllOf(List<ShardKeyPredicate> parts) ->
                allOf(parts.stream().map(part -> part.map(change)).toList());
        };
    }

    /** Whether the proven values differ from Bind to Bind. */
    default boolean dependsOnParameters() {
        return switch (this) {
            case Nothing() -> false;
            case Unconstrained() -> false;
            case KeyEquals(KeyTerm value) -> value.isParameter();
            case KeyIn(List<KeyTerm> values) -> values.stream().anyMatch(KeyTerm::isParameter);
            case AnyOf(List<ShardKeyPredicate> parts) ->
                parts.stream().anyMatch(ShardKeyPredicate::dependsOnParameters);
            case AllOf(List<ShardKeyPredicate> parts) ->
                parts.stream().anyMatch(ShardKeyPredicate::dependsOnParameters);
        };
    }
}
