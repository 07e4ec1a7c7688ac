package dev.colonnade.it.sqltest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a test.
 *
 * @param sql what is sent, with its semicolon
 * @param params one list per execution; empty for a statement without parameters
 * @param copyData lines for COPY FROM STDIN; empty for other statements
 */
public record Step(String sql, List<List<Param>> params, String copyData, Looseness looseness) {
    /**
     * What the comparison lets pass.
     *
     * @param order how far the order of rows counts
     * @param floats compare float4 and float8 within a tolerance
     * @param anyScale compare numerics by value: which row's scale stands for a group is not defined
     * @param volatileColumns values not compared (from 1): clocks, random numbers
     * @param rowsOf where not null: any rows of this query do, as long as there are as many
     */
    public record Looseness(
            Order order,
            boolean floats,
            boolean anyScale,
            List<Integer> volatileColumns,
            @Nullable String rowsOf) {
        public static final Looseness NONE = new Looseness(new Order.None(), false, false, List.of(), null);

        public Looseness ordered(Order other) {
            return new Looseness(other, floats, anyScale, volatileColumns, rowsOf);
        }

        public Looseness withFloats() {
            return new Looseness(order, true, anyScale, volatileColumns, rowsOf);
        }

        public Looseness withAnyScale() {
            return new Looseness(order, floats, true, volatileColumns, rowsOf);
        }

        Looseness withVolatile(List<Integer> columns) {
            return new Looseness(order, floats, anyScale, columns, rowsOf);
        }

        public Looseness withRowsOf(String query) {
            return new Looseness(order, floats, anyScale, volatileColumns, query);
        }
    }

    /** How far the order of rows counts. */
    public sealed interface Order {
        /** Any order. */
        record None() implements Order {}

        /** Exactly the same sequence. */
        record Total() implements Order {}

        /** The sequence of these columns (from 1) is the same; ties in any order. */
        record Keys(List<Integer> columns) implements Order {}
    }
}
