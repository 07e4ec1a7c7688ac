package dev.colonnade.execution.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.execution.value.TextStyle;
import dev.colonnade.execution.value.TypeOids;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.SortKey;
import dev.colonnade.planner.plan.RowMerge.TagMerge;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamingMergeTest {
    private static final MergeColumn NAME = MergeColumn.text("name", TypeOids.TEXT);
    private static final MergeColumn KEY = MergeColumn.binary("", TypeOids.INT4);
    private static final List<MergeColumn> NAMED = List.of(NAME);
    private static final List<MergeColumn> KEYED = List.of(NAME, KEY);
    private static final MergeStep BY_KEY = new MergeStep.MergeSort(List.of(Merged.ascending(0)));

    @AfterEach
    void nothingLeaks() {
        TestRows.assertNothingHeld();
    }

    @Test
    void concatenationHandsOnTheSameBytes() {
        List<ByteBuf> out = new ArrayList<>();
        MergePipeline pipeline = new MergePipeline(
                new RowMerge(0, List.of(new MergeStep.Concat()), TagMerge.ROWS_OUT),
                NAMED,
                2,
                out::add,
                branch -> {},
                new MemoryBudget("budget", 0, null),
                TestRows.ALLOCATOR,
                TextStyle.DEFAULT);
        ByteBuf body = TestRows.row("a");
        pipeline.row(1, body);
        assertSame(body, out.getFirst());
        body.release();
        pipeline.branchDone(0);
        assertFalse(pipeline.finished());
        pipeline.branchDone(1);
        assertTrue(pipeline.finished());
        assertFalse(pipeline.satisfied());
        assertEquals(1, pipeline.rowsOut());
        pipeline.close();
    }

    @Test
    void hiddenColumnsAreCutOff() {
        try (Merged merged = new Merged(1, 1, KEYED, new MergeStep.Concat())) {
            merged.row(0, "a", 1).row(0, null, null).done(0);
            assertEquals(List.of("a", "∅"), merged.rows);
        }
    }

    @Test
    void sortedBranchesMergeOnceEachHasARow() {
        try (Merged merged = new Merged(3, 1, KEYED, BY_KEY)) {
            merged.row(0, "a1", 1).row(0, "a3", 3).row(1, "b1", 1).row(1, "b2", 2);
            assertEquals(List.of(), merged.rows);
            merged.done(2);
            assertEquals(List.of("a1", "b1", "b2"), merged.rows);
            merged.row(1, "bNull", null).done(1);
            assertEquals(List.of("a1", "b1", "b2", "a3"), merged.rows);
            assertFalse(merged.pipeline.finished());
            merged.done(0);
            assertEquals(List.of("a1", "b1", "b2", "a3", "bNull"), merged.rows);
            assertTrue(merged.pipeline.finished());
        }
    }

    @Test
    void nullsGoWhereTheKeySays() {
        SortKey key = new SortKey(new Column.Hidden(0), false, true);
        try (Merged merged = new Merged(2, 1, KEYED, new MergeStep.MergeSort(List.of(key)))) {
            merged.row(0, "a", 1).row(1, "null", null).done(0, 1);
            assertEquals(List.of("null", "a"), merged.rows);
        }
    }

    @Test
    void limitSkipsCutsAndIsSatisfied() {
        try (Merged merged = new Merged(2, 1, KEYED, BY_KEY, new MergeStep.LimitOffset(2, 1, List.of()))) {
            merged.row(0, "a", 1).row(0, "c", 3).row(0, "d", 4).row(1, "b", 2);
            assertEquals(List.of("b"), merged.rows);
            assertFalse(merged.pipeline.satisfied());
            merged.row(1, "z", 9);
            assertEquals(List.of("b", "c"), merged.rows);
            assertTrue(merged.pipeline.satisfied());
            merged.row(0, "dropped", 5).done(0, 1);
            assertEquals(2, merged.pipeline.rowsOut());
            assertFalse(merged.pipeline.satisfied());
        }
    }

    @Test
    void noRowsAreWantedForLimitZero() {
        try (Merged merged = new Merged(2, 0, NAMED, new MergeStep.LimitOffset(0, 0, List.of()))) {
            assertTrue(merged.pipeline.satisfied());
            merged.row(0, "a").done(0, 1);
            assertEquals(List.of(), merged.rows);
        }
    }

    @Test
    void offsetWithoutLimit() {
        try (Merged merged = new Merged(1, 0, NAMED, new MergeStep.LimitOffset(-1, 2, List.of()))) {
            merged.row(0, "a").row(0, "b").row(0, "c").row(0, "d").done(0);
            assertEquals(List.of("c", "d"), merged.rows);
        }
    }

    @Test
    void tiesWithTheLastRowComeToo() {
        MergeStep limit = new MergeStep.LimitOffset(2, 0, List.of(Merged.ascending(0)));
        try (Merged merged = new Merged(2, 1, KEYED, BY_KEY, limit)) {
            merged.row(0, "a1", 1)
                    .row(0, "a2", 2)
                    .row(0, "a3", 3)
                    .row(1, "b2", 2)
                    .row(1, "bb2", 2);
            assertFalse(merged.pipeline.satisfied());
            merged.row(1, "b4", 4);
            assertEquals(List.of("a1", "a2", "b2", "bb2"), merged.rows);
            assertTrue(merged.pipeline.satisfied());
        }
    }

    @Test
    void nothingIsEmittedWhileTheSinkIsFull() {
        try (Merged merged = new Merged(2, 0, NAMED, new MergeStep.Concat())) {
            merged.pipeline.sinkWritable(false);
            for (int i = 0; i < LookAhead.ROWS_MAX; i++) {
                assertTrue(merged.pipeline.wants(0));
                merged.row(0, "r" + i);
            }
            assertFalse(merged.pipeline.wants(0));
            assertTrue(merged.pipeline.wants(1));
            merged.row(1, "other").done(0, 1);
            assertEquals(List.of(), merged.rows);
            assertFalse(merged.pipeline.finished());
            merged.pipeline.sinkWritable(true);
            assertEquals(LookAhead.ROWS_MAX + 1, merged.rows.size());
            assertEquals("other", merged.rows.getLast());
            assertEquals(List.of(0), merged.resumed);
            assertTrue(merged.pipeline.finished());
        }
    }

    @Test
    void aBranchThatIsAheadWaitsForTheOthers() {
        try (Merged merged = new Merged(2, 1, KEYED, BY_KEY)) {
            for (int i = 0; i < LookAhead.ROWS_MAX; i++) {
                merged.row(0, "a", i);
            }
            assertFalse(merged.pipeline.wants(0));
            assertTrue(merged.pipeline.wants(1));
            merged.row(1, "b", LookAhead.ROWS_MAX / 2 - 1);
            assertEquals(List.of(0), merged.resumed);
            assertTrue(merged.pipeline.wants(0));
        }
    }

    @Test
    void largeRowsFillTheLookAheadByBytes() {
        try (Merged merged = new Merged(2, 1, KEYED, BY_KEY)) {
            merged.row(0, "x".repeat(LookAhead.BYTES_MAX), 1);
            assertFalse(merged.pipeline.wants(0));
            merged.row(1, "b", 2);
            assertEquals(List.of(0), merged.resumed);
        }
    }

    @Test
    void aSinkMayStopThePipelineInTheMiddle() {
        List<String> out = new ArrayList<>();
        List<MergePipeline> self = new ArrayList<>();
        MergePipeline pipeline = new MergePipeline(
                new RowMerge(1, List.of(BY_KEY), TagMerge.ROWS_OUT),
                KEYED,
                2,
                body -> {
                    out.add(TestRows.text(body));
                    self.getFirst().sinkWritable(false);
                },
                branch -> {},
                new MemoryBudget("budget", 0, null),
                TestRows.ALLOCATOR,
                TextStyle.DEFAULT);
        self.add(pipeline);
        pipeline.row(0, TestRows.row("a", 1));
        pipeline.row(0, TestRows.row("b", 2));
        pipeline.branchDone(0);
        pipeline.branchDone(1);
        assertEquals(List.of("a"), out);
        pipeline.sinkWritable(true);
        assertEquals(List.of("a", "b"), out);
        pipeline.close();
    }

    @Test
    void anOrderThatIsNotKnownIsRefusedAtOnce() {
        List<MergeColumn> columns = List.of(NAME, MergeColumn.binary("", 3802));
        MergeException e = assertThrows(MergeException.class, () -> new Merged(2, 1, columns, BY_KEY));
        assertEquals("0A000", e.failure().sqlState());
        assertEquals("ORDER BY over several shards is not supported for the type of hidden column 1", e.getMessage());
    }

    @Test
    void aMalformedRowEndsTheMerge() {
        for (ByteBuf body : List.of(
                TestRows.row("a"),
                TestRows.row("a", 1, 2),
                TestRows.row("a", 1).writeByte(0),
                TestRows.ALLOCATOR.buffer().writeByte(0),
                TestRows.row("a", 1).setInt(2, 1000),
                TestRows.row("a", 1).setInt(2, -2))) {
            try (Merged merged = new Merged(1, 1, KEYED, BY_KEY)) {
                assertThrows(MergeException.class, () -> merged.pipeline.row(0, body));
                assertEquals(0, body.refCnt());
                assertTrue(merged.pipeline.finished());
            }
        }
    }

    @Test
    void closingReleasesWhatIsHeld() {
        ByteBuf body = TestRows.row("a", 1);
        ByteBuf late = TestRows.row("b", 2);
        try (Merged merged = new Merged(2, 1, KEYED, BY_KEY)) {
            merged.pipeline.row(0, body);
            assertEquals(1, body.refCnt());
            merged.pipeline.close();
            merged.pipeline.row(1, late);
            merged.done(0, 1);
        }
        assertEquals(0, body.refCnt());
        assertEquals(0, late.refCnt());
    }
}
