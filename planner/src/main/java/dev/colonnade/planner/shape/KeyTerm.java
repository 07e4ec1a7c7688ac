package dev.colonnade.planner.shape;

import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.ShardKeyValue;

/** A value that a key column is compared with. */
public sealed interface KeyTerm {
    /** A value that equals no value of the column: NULL, 42.5 beside an integer, an integer out of range. */
    record None() implements KeyTerm {}

    /** A literal. */
    record Constant(ShardKeyValue value) implements KeyTerm {}

    /**
     * A parameter.
     *
     * @param number from 0
     * @param column the type of the column that it is compared with
     * @param assumed what its type is where Parse left it open: the cast's or the column's
     * @param typeProven whether that assumption holds: nothing else in the statement could have given the parameter another type
     */
    record Parameter(int number, KeyType column, KeyType assumed, boolean typeProven) implements KeyTerm {}

    /** The elements of an array parameter; as {@link Parameter}, of elements. */
    record ParameterArray(int number, KeyType column, KeyType assumed, boolean typeProven) implements KeyTerm {}

    /** A parameter of IS NOT DISTINCT FROM: as {@link Parameter}, but NULL is equal to NULL. */
    record ParameterOrNull(Parameter parameter) implements KeyTerm {}

    default boolean isParameter() {
        return this instanceof Parameter || this instanceof ParameterArray || this instanceof ParameterOrNull;
    }
}
