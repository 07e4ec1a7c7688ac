package dev.colonnade.execution.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.execution.value.TypeOids;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.Condition;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps that hold rows or keys, and HAVING. */
class HoldingMergeTest {
    private static final Column VISIBLE = new Column.Visible(0);
    private static final Column HIDDEN = new Column.Hidden(0);
    private static final MergeColumn NAME = MergeColumn.text("name", TypeOids.TEXT);
    private static final List<MergeColumn> KEYED = List.of(NAME, MergeColumn.binary("", TypeOids.INT4));

    @AfterEach
    void nothingLeaks() {
        TestRows.assertNothingHeld();
    }

    @Test
    void sortingIsStableByBranch() {
        try (Merged merged = new Merged(2, 1, KEYED, new MergeStep.Sort(List.of(Merged.descending(0))))) {
            merged.row(1, "b1", 1)
                    .row(1, "b1'", 1)
                    .row(0, "a2", 2)
                    .row(0, "a1", 1)
                    .row(0, "aNull", null);
            assertEquals(List.of(), merged.rows);
            merged.done(0, 1);
            assertEquals(List.of("aNull", "a2", "a1", "b1", "b1'"), merged.rows);
            assertTrue(merged.pipeline.finished());
        }
    }

    @Test
    void sortedRowsWaitForTheSink() {
        try (Merged merged = new Merged(1, 1, KEYED, new MergeStep.Sort(List.of(Merged.ascending(0))))) {
            merged.row(0, "b", 2).row(0, "a", 1);
            merged.pipeline.sinkWritable(false);
            merged.done(0);
            assertFalse(merged.pipeline.finished());
            merged.pipeline.sinkWritable(true);
            assertEquals(List.of("a", "b"), merged.rows);
            assertTrue(merged.pipeline.finished());
        }
    }

    @Test
    void theFirstOfEqualRowsGoesOnAtOnce() {
        List<MergeColumn> columns = List.of(NAME, MergeColumn.binary("", TypeOids.FLOAT8));
        try (Merged merged = new Merged(2, 1, columns, new MergeStep.Distinct(List.of(HIDDEN)))) {
            merged.row(0, "0", 0.0).row(1, "-0", -0.0).row(0, "null", null).row(1, "null'", null);
            merged.row(0, "nan", Double.NaN).row(1, "nan'", Double.NaN).row(1, "1", 1.0);
            assertEquals(List.of("0", "null", "nan", "1"), merged.rows);
            merged.done(0, 1);
            assertTrue(merged.pipeline.finished());
        }
    }

    @Test
    void distinctThenLimitIsSatisfiedEarly() {
        MergeStep limit = new MergeStep.LimitOffset(2, 0, List.of());
        try (Merged merged = new Merged(2, 1, KEYED, new MergeStep.Distinct(List.of(HIDDEN)), limit)) {
            merged.row(0, "a", 1).row(1, "a", 1);
            assertFalse(merged.pipeline.satisfied());
            merged.row(1, "b", 2);
            assertTrue(merged.pipeline.satisfied());
        }
    }

    @Test
    void keysOfSeveralColumnsDoNotRunTogether() {
        List<MergeColumn> columns =
                List.of(NAME, MergeColumn.binary("", TypeOids.TEXT), MergeColumn.binary("", TypeOids.TEXT));
        MergeStep distinct = new MergeStep.Distinct(List.of(HIDDEN, new Column.Hidden(1)));
        try (Merged merged = new Merged(1, 2, columns, distinct)) {
            merged.row(0, "1", "ab", "c")
                    .row(0, "2", "a", "bc")
                    .row(0, "3", "abc", null)
                    .row(0, "4", "abc", "");
            merged.done(0);
            assertEquals(List.of("1", "2", "3", "4"), merged.rows);
        }
    }

    @Test
    void returnedRowsComeInTheOrderOfValues() {
        MergeStep interleave = new MergeStep.Interleave(List.of(new int[] {1, 3}, new int[] {0, 2}));
        try (Merged merged = new Merged(2, 0, List.of(NAME), interleave)) {
            merged.row(0, "1").row(0, "3").row(1, "0").row(1, "2").done(0);
            assertEquals(List.of(), merged.rows);
            merged.done(1);
            assertEquals(List.of("0", "1", "2", "3"), merged.rows);
        }
        try (Merged merged = new Merged(2, 0, List.of(NAME), interleave)) {
            merged.row(1, "0").row(0, "1").row(0, "3").done(1, 0);
            assertEquals(List.of("1", "3", "0"), merged.rows);
            assertTrue(merged.pipeline.finished());
        }
    }

    @Test
    void whatExceedsTheBudgetFailsAndIsReleased() {
        MergeStep sort = new MergeStep.Sort(List.of(Merged.ascending(0)));
        try (Merged merged = new Merged(1000, 1, 1, KEYED, sort)) {
            merged.row(0, "a", 1).row(0, "b", 2);
            MergeException e = assertThrows(MergeException.class, () -> merged.row(0, "x".repeat(800), 3));
            assertEquals("54000", e.failure().sqlState());
            assertEquals(
                    "The step ORDER BY would hold more than 1000 bytes.",
                    e.failure().detail());
            assertEquals(0, merged.budget.used());
            merged.row(0, "late", 4).done(0);
        }
        MergeStep distinct = new MergeStep.Distinct(List.of(HIDDEN));
        try (Merged merged = new Merged(150, 1, 1, KEYED, distinct)) {
            merged.row(0, "a", 1).row(0, "a", 1);
            assertThrows(MergeException.class, () -> merged.row(0, "b", 2));
        }
    }

    @Test
    void outerBudgetsCountToo() {
        MemoryBudget process = new MemoryBudget("memory budget of the process", 100, null);
        MemoryBudget query = new MemoryBudget("memory budget of one query", 1000, process);
        query.reserve(60, "DISTINCT");
        MergeException e = assertThrows(MergeException.class, () -> query.reserve(60, "DISTINCT"));
        assertEquals(
                "merging the rows of several shards needs more memory than the memory budget of the process allows",
                e.getMessage());
        assertEquals(60, query.used());
        query.release(60);
        assertEquals(0, process.used());
    }

    @Test
    void havingComparesNumbers() {
        assertEquals(List.of("10", "9"), having(TypeOids.INT8, ">=", "9", "2", "10", "9", null));
        assertEquals(List.of("2.50"), having(TypeOids.NUMERIC, "=", "2.5", "2.50", "2.51", "NaN"));
        assertEquals(List.of("NaN"), having(TypeOids.NUMERIC, ">", "1e3", "1000", "NaN", "-Infinity"));
        assertEquals(
                List.of("-0", "Infinity", "NaN"), having(TypeOids.FLOAT8, ">=", "0", "-0", "-1", "Infinity", "NaN"));
        assertEquals(List.of("0.1"), having(TypeOids.FLOAT4, "<>", "0.1", "0.1", null));
        assertEquals(List.of(), having(TypeOids.FLOAT4, "=", "0.1", "0.1"));
        assertEquals(List.of("1"), having(TypeOids.INT4, "<", "1.5", "1", "2"));
        assertEquals(List.of("1", "2"), having(TypeOids.INT4, "<=", "2", "1", "2", "3"));
    }

    @Test
    void havingComparesTextForEqualityOnly() {
        assertEquals(List.of("a"), having(TypeOids.TEXT, "=", "a", "a", "a ", "b"));
        assertEquals(List.of("a", "a "), having(TypeOids.BPCHAR, "=", "a  ", "a", "a ", "b"));
        assertEquals(List.of("f"), having(TypeOids.BOOL, "<>", "true", "t", "f"));
        assertThrows(MergeException.class, () -> having(TypeOids.TEXT, "<", "a", "a"));
        assertThrows(MergeException.class, () -> having(TypeOids.DATE, "=", "2000-01-01", "2000-01-01"));
        assertThrows(MergeException.class, () -> having(TypeOids.INT4, "=", "x", "1"));
    }

    @Test
    void havingKnowsThreeTruthValues() {
        Condition unknown = new Condition.Compare(VISIBLE, "=", "1");
        Condition isNull = new Condition.IsNull(VISIBLE, false);
        Condition isNotNull = new Condition.IsNull(VISIBLE, true);
        assertEquals(List.of(), having(new Condition.Not(unknown)));
        assertEquals(List.of("∅"), having(isNull));
        assertEquals(List.of(), having(isNotNull));
        assertEquals(List.of(), having(new Condition.And(List.of(unknown, isNull))));
        assertEquals(List.of("∅"), having(new Condition.Or(List.of(unknown, isNull))));
        assertEquals(List.of("∅"), having(new Condition.Not(new Condition.And(List.of(unknown, isNotNull)))));
    }

    @Test
    void havingReadsHiddenBinaryColumns() {
        MergeStep having = new MergeStep.Having(new Condition.Compare(HIDDEN, ">", "1"));
        try (Merged merged = new Merged(1, 1, KEYED, having)) {
            merged.row(0, "a", 1).row(0, "b", 2).done(0);
            assertEquals(List.of("b"), merged.rows);
        }
    }

    private static List<String> having(int type, String operator, String constant, @Nullable String... values) {
        MergeStep step = new MergeStep.Having(new Condition.Compare(VISIBLE, operator, constant));
        try (Merged merged = new Merged(1, 0, List.of(MergeColumn.text("x", type)), step)) {
            for (String value : values) {
                merged.row(0, new Object[] {value});
            }
            merged.done(0);
            assertTrue(merged.pipeline.finished());
            return merged.rows;
        }
    }

    /** Whether the condition lets a row with NULL through. */
    private static List<String> having(Condition condition) {
        try (Merged merged =
                new Merged(1, 0, List.of(MergeColumn.text("x", TypeOids.INT4)), new MergeStep.Having(condition))) {
            merged.row(0, new Object[] {null}).done(0);
            return merged.rows;
        }
    }
}
