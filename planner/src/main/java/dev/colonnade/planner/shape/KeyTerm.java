package dev.colonnade.planner.shape;

import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.ShardKeyValue;

/** A value that a key column is compared with. */
public sealed interface KeyTerm {
    /** A value that equals no value of the column: NULL, 42.5 beside an integer, an integer out of range. */
    record None() implements KeyTerm {}

    /**
     * A known value.
     *
     * @param reading which of the statement's {@link KeyReadings} gave it, or -1: two literals stay two, even where they have the same value
     */
    record Constant(ShardKeyValue value, int reading) implements KeyTerm {
        /** A value that no literal stands for. */
        public Constant(ShardKeyValue value) {
            this(value, -1);
        }
    }

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
