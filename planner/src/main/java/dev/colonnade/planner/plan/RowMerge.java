package dev.colonnade.planner.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the answers of several branches become one.
 *
 * <p>A branch row has the client's columns first ("visible": exactly the names, types and formats that the client's own text yields), then
 * {@code hidden} columns that an edit appended to the select list for the merge alone; they are always asked for in binary format and
 * never reach the client. Steps run in order on each row or on all.
 *
 * @param hidden how many columns were appended
 * @param tag how the command tags become one
 */
public record RowMerge(int hidden, List<MergeStep> steps, TagMerge tag) {
    public RowMerge {
        steps = List.copyOf(steps);
    }

    /** A column of a branch row: one the client sees, or one appended. Both counted from 0. */
    public sealed interface Column {
        record Visible(int index) implements Column {}

        record Hidden(int index) implements Column {}
    }

    /** One merge step. */
    public sealed interface MergeStep {
        /** Rows in any order, as they come. */
        record Concat() implements MergeStep {}

        /** Branches are sorted by these keys; the merged rows are too. Streams. Keys are hidden columns. */
        record MergeSort(List<SortKey> keys) implements MergeStep {
            public MergeSort {
                keys = List.copyOf(keys);
            }
        }

        /** All rows are held (within the budget) and sorted; after a step that loses the branches' order. */
        record Sort(List<SortKey> keys) implements MergeStep {
            public Sort {
                keys = List.copyOf(keys);
            }
        }

        /**
         * Partial aggregates become whole ones: rows that agree in {@code groupBy} (hidden columns, NULLs equal) become one; no group
         * columns: exactly one row. Columns not named in {@code aggregates} keep the value of one of the rows.
         */
        record Reaggregate(List<Column> groupBy, List<Aggregate> aggregates) implements MergeStep {
            public Reaggregate {
                groupBy = List.copyOf(groupBy);
                aggregates = List.copyOf(aggregates);
            }
        }

        /** Only rows for which the condition is true. */
        record Having(Condition condition) implements MergeStep {}

        /** One of each set of rows that agree in these columns (hidden; NULLs equal); the first that comes. */
        record Distinct(List<Column> columns) implements MergeStep {
            public Distinct {
                columns = List.copyOf(columns);
            }
        }

        /**
         * Skips and cuts.
         *
         * @param limit rows; -1 for no limit
         * @param offset rows, 0 or more
         * @param ties where not empty: rows equal to the last one in these keys come too (WITH TIES)
         */
        record LimitOffset(long limit, long offset, List<SortKey> ties) implements MergeStep {
            public LimitOffset {
                ties = List.copyOf(ties);
            }
        }

        /**
         * RETURNING rows of a split VALUES come in the order of the client's rows: row i of branch b is row {@code ordinals[b][i]} of the
         * whole. A branch that yields another number of rows than its ordinals: branches one after the other.
         */
        record Interleave(List<int[]> ordinals) implements MergeStep {
            public Interleave {
                ordinals = List.copyOf(ordinals);
            }
        }
    }

    /** A sort key, with NULLs where PostgreSQL puts them unless told otherwise (resolved here). */
    public record SortKey(Column column, boolean descending, boolean nullsFirst) {}

    /**
     * A merged aggregate: where its value is put, and from which columns it is made. All inputs are hidden columns (binary) except
     * {@code output}, which is replaced in its own format, or null-format hidden column when only a later step needs it.
     *
     * @param weight for AVG the count column, else null
     */
    public record Aggregate(
            AggregateKind kind,
            Column output,
            Column input,
            @Nullable Column weight) {}

    /** How partial values combine; NULL inputs are passed over, all NULL gives NULL (COUNT gives 0). */
    public enum AggregateKind {
        /** Adds int8 counts. */
        COUNT,
        /** Adds; the type of the output column says how (int8, numeric, float4, float8, interval, money are told apart there). */
        SUM,
        MIN,
        MAX,
        /** input = sum(x), weight = count(x); the division follows PostgreSQL's scale rules for numeric. */
        AVG,
        BOOL_AND,
        BOOL_OR,
        BIT_AND,
        BIT_OR,
        BIT_XOR
    }

    /** A condition on merged rows: three-valued, as in SQL. */
    public sealed interface Condition {
        /** {@code column operator constant}; operator is one of {@code = <> < <= > >=}; the constant is numeric text or, for {@code =} and {@code <>} on other types, text. */
        record Compare(Column column, String operator, String constant) implements Condition {}

        record IsNull(Column column, boolean negated) implements Condition {}

        record And(List<Condition> parts) implements Condition {
            public And {
                parts = List.copyOf(parts);
            }
        }

        record Or(List<Condition> parts) implements Condition {
            public Or {
                parts = List.copyOf(parts);
            }
        }

        record Not(Condition part) implements Condition {}
    }

    /** What the CommandComplete says. */
    public enum TagMerge {
        /** Rows that went to the client: SELECT n. */
        ROWS_OUT,
        /** The sum of the branches' counts. */
        SUM,
        /** The first branch's: a write that is the same everywhere counts once. */
        FIRST
    }
}
