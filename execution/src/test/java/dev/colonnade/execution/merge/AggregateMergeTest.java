package dev.colonnade.execution.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.execution.value.PgInterval;
import dev.colonnade.execution.value.PgNumeric;
import dev.colonnade.execution.value.TypeOids;
import dev.colonnade.planner.plan.RowMerge.Aggregate;
import dev.colonnade.planner.plan.RowMerge.AggregateKind;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Partial aggregates of branches, in the forms in which servers send them. */
class AggregateMergeTest {
    @AfterEach
    void nothingLeaks() {
        TestRows.assertNothingHeld();
    }

    @Test
    void countsAddUpAlsoOverNothing() {
        assertEquals("42", merged(AggregateKind.COUNT, TypeOids.INT8, TypeOids.INT8, 40L, 2L));
        assertEquals("0", merged(AggregateKind.COUNT, TypeOids.INT8, TypeOids.INT8, 0L, 0L));
    }

    @Test
    void sumsKeepTheirTypeAndPassOverNulls() {
        assertEquals("5", merged(AggregateKind.SUM, TypeOids.INT8, TypeOids.INT8, null, 5L));
        assertEquals("∅", merged(AggregateKind.SUM, TypeOids.INT8, TypeOids.INT8, null, null));
        assertEquals(
                "3.750",
                merged(AggregateKind.SUM, TypeOids.NUMERIC, TypeOids.NUMERIC, numeric("1.5"), numeric("2.250")));
        assertEquals(
                "NaN",
                merged(
                        AggregateKind.SUM,
                        TypeOids.NUMERIC,
                        TypeOids.NUMERIC,
                        numeric("Infinity"),
                        numeric("-Infinity")));
        assertEquals("0.30000000000000004", merged(AggregateKind.SUM, TypeOids.FLOAT8, TypeOids.FLOAT8, 0.1, 0.2));
        assertEquals("0.3", merged(AggregateKind.SUM, TypeOids.FLOAT4, TypeOids.FLOAT4, 0.1f, 0.2f));
        assertEquals("1e+15", merged(AggregateKind.SUM, TypeOids.FLOAT8, TypeOids.FLOAT8, 9e14, 1e14));
        assertEquals(
                "-Infinity",
                merged(AggregateKind.SUM, TypeOids.FLOAT8, TypeOids.FLOAT8, Double.NEGATIVE_INFINITY, 1.0));
        assertEquals(
                "1 mon 2 days 00:00:01",
                merged(
                        AggregateKind.SUM,
                        TypeOids.INTERVAL,
                        TypeOids.INTERVAL,
                        interval(1, 0, 0),
                        interval(0, 2, 1_000_000)));
    }

    @Test
    void sumsFailWherePostgreSqlsDo() {
        assertFails("22003", "bigint out of range", AggregateKind.SUM, TypeOids.INT8, Long.MAX_VALUE, 1L);
        assertFails(
                "22003",
                "value out of range: overflow",
                AggregateKind.SUM,
                TypeOids.FLOAT8,
                Double.MAX_VALUE,
                Double.MAX_VALUE);
        assertFails(
                "22003",
                "value out of range: overflow",
                AggregateKind.SUM,
                TypeOids.FLOAT4,
                Float.MAX_VALUE,
                Float.MAX_VALUE);
        assertFails(
                "22008",
                "interval out of range",
                AggregateKind.SUM,
                TypeOids.INTERVAL,
                interval(Integer.MAX_VALUE, 0, 0),
                interval(1, 0, 0));
    }

    @Test
    void averagesDivideTheSumOfSums() {
        assertEquals("2.6666666666666667", average(TypeOids.INT8, TypeOids.NUMERIC, 3L, 1L, 5L, 2L));
        assertEquals(
                "1.00000000000000000000", average(TypeOids.NUMERIC, TypeOids.NUMERIC, numeric("1.00"), 1L, null, 0L));
        assertEquals("∅", average(TypeOids.NUMERIC, TypeOids.NUMERIC, null, 0L, null, 0L));
        assertEquals("1.5", average(TypeOids.FLOAT8, TypeOids.FLOAT8, 1.0, 1L, 2.0, 1L));
        assertEquals(
                "3 days 12:00:00",
                average(TypeOids.INTERVAL, TypeOids.INTERVAL, interval(0, 4, 0), 1L, interval(0, 3, 0), 1L));
    }

    @Test
    void extremesKeepTheServersText() {
        List<MergeColumn> columns =
                List.of(MergeColumn.text("m", TypeOids.TIMESTAMP), MergeColumn.binary("", TypeOids.TIMESTAMP));
        MergeStep step = reaggregate(AggregateKind.MAX, null);
        try (Merged merged = new Merged(3, 1, columns, step)) {
            merged.row(0, "1 Jan", 1L).row(1, null, null).row(2, "2 Jan", 2L).done(2, 1, 0);
            assertEquals(List.of("2 Jan"), merged.rows);
        }
        try (Merged merged = new Merged(2, 1, columns, reaggregate(AggregateKind.MIN, null))) {
            merged.row(0, "1 Jan", 1L).row(1, "2 Jan", 2L).done(0, 1);
            assertEquals(List.of("1 Jan"), merged.rows);
        }
    }

    @Test
    void logicalAndBitAggregates() {
        assertEquals("f", merged(AggregateKind.BOOL_AND, TypeOids.BOOL, TypeOids.BOOL, true, false));
        assertEquals("t", merged(AggregateKind.BOOL_OR, TypeOids.BOOL, TypeOids.BOOL, null, true));
        assertEquals("4", merged(AggregateKind.BIT_AND, TypeOids.INT4, TypeOids.INT4, 12, 6));
        assertEquals("-1", merged(AggregateKind.BIT_OR, TypeOids.INT2, TypeOids.INT2, (short) -2, (short) 1));
        assertEquals("10", merged(AggregateKind.BIT_XOR, TypeOids.INT8, TypeOids.INT8, 12L, 6L));
    }

    @Test
    void binaryColumnsAreWrittenInBinary() {
        List<MergeColumn> columns =
                List.of(MergeColumn.binary("sum", TypeOids.NUMERIC), MergeColumn.binary("", TypeOids.INT8));
        try (Merged merged = new Merged(2, 1, columns, reaggregate(AggregateKind.SUM, null))) {
            merged.row(0, numeric("40"), 40L).row(1, numeric("2"), 2L).done(0, 1);
            assertEquals(List.of(TestRows.text(TestRows.row((Object) numeric("42")))), merged.rows);
        }
    }

    @Test
    void groupsComeInTheOrderOfBranchesWhateverArrivesFirst() {
        List<MergeColumn> columns = List.of(
                MergeColumn.text("g", TypeOids.NUMERIC),
                MergeColumn.text("count", TypeOids.INT8),
                MergeColumn.binary("", TypeOids.NUMERIC),
                MergeColumn.binary("", TypeOids.INT8));
        Aggregate count = new Aggregate(AggregateKind.COUNT, new Column.Visible(1), new Column.Hidden(1), null);
        MergeStep step = new MergeStep.Reaggregate(List.of(new Column.Hidden(0)), List.of(count));
        try (Merged merged = new Merged(2, 2, columns, step)) {
            merged.row(1, "1.0", "10", numeric("1.0"), 10L)
                    .row(1, null, "1", null, 1L)
                    .row(1, "3", "7", numeric("3"), 7L)
                    .done(1);
            merged.row(0, "2", "5", numeric("2"), 5L).row(0, null, "2", null, 2L);
            assertFalse(merged.pipeline.finished());
            merged.row(0, "1", "1", numeric("1"), 1L).done(0);
            assertEquals(List.of("2,5", "∅,3", "1,11", "3,7"), merged.rows);
            assertTrue(merged.pipeline.finished());
        }
        try (Merged none = new Merged(2, 2, columns, step)) {
            none.done(0, 1);
            assertEquals(List.of(), none.rows);
            assertTrue(none.pipeline.finished());
        }
    }

    @Test
    void whatOneBranchHasAloneKeepsItsServersText() {
        List<MergeColumn> columns = List.of(
                MergeColumn.text("sum", TypeOids.FLOAT8),
                MergeColumn.binary("", TypeOids.FLOAT8),
                MergeColumn.binary("", TypeOids.TEXT));
        Aggregate sum = new Aggregate(AggregateKind.SUM, new Column.Visible(0), new Column.Hidden(0), null);
        MergeStep step = new MergeStep.Reaggregate(List.of(new Column.Hidden(1)), List.of(sum));
        try (Merged merged = new Merged(2, 2, columns, step)) {
            merged.row(0, "1.50", 1.5, "a")
                    .row(0, "1.50", 1.5, "b")
                    .row(1, "1.50", 1.5, "b")
                    .done(0, 1);
            assertEquals(List.of("1.50", "3"), merged.rows);
        }
    }

    @Test
    void groupsOfSortedBranchesStreamAndCanBeCut() {
        List<MergeColumn> columns = List.of(
                MergeColumn.text("count", TypeOids.INT8),
                MergeColumn.binary("", TypeOids.INT4),
                MergeColumn.binary("", TypeOids.INT8));
        Aggregate count = new Aggregate(AggregateKind.COUNT, new Column.Visible(0), new Column.Hidden(1), null);
        MergeStep sort = new MergeStep.MergeSort(List.of(Merged.ascending(0)));
        MergeStep group = new MergeStep.Reaggregate(List.of(new Column.Hidden(0)), List.of(count));
        MergeStep limit = new MergeStep.LimitOffset(2, 0, List.of());
        try (Merged merged = new Merged(2, 2, columns, sort, group, limit)) {
            merged.row(0, "1", 1, 1L).row(0, "2", 2, 2L).row(1, "10", 1, 10L).row(1, "20", 2, 20L);
            assertEquals(List.of("11"), merged.rows);
            assertFalse(merged.pipeline.satisfied());
            merged.row(0, "3", 3, 3L).row(1, "40", 4, 40L);
            assertEquals(List.of("11", "22"), merged.rows);
            assertTrue(merged.pipeline.satisfied());
        }
        try (Merged merged = new Merged(1, 2, columns, sort, group)) {
            merged.row(0, "1", null, 1L).row(0, "1", null, 1L).done(0);
            assertEquals(List.of("2"), merged.rows);
            assertTrue(merged.pipeline.finished());
        }
    }

    @Test
    void withoutGroupsThereIsOneRowAlsoFromNone() {
        List<MergeColumn> columns = List.of(
                MergeColumn.text("count", TypeOids.INT8),
                MergeColumn.text("c", TypeOids.TEXT),
                MergeColumn.binary("", TypeOids.INT8));
        try (Merged merged = new Merged(2, 1, columns, reaggregate(AggregateKind.COUNT, null))) {
            merged.done(0, 1);
            assertEquals(List.of("0,∅"), merged.rows);
        }
    }

    @Test
    void laterStepsMayOnlyReadWhatIsMerged() {
        List<MergeColumn> columns =
                List.of(MergeColumn.text("count", TypeOids.INT8), MergeColumn.binary("", TypeOids.INT8));
        MergeStep sort = new MergeStep.Sort(List.of(Merged.ascending(0)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Merged(2, 1, columns, reaggregate(AggregateKind.COUNT, null), sort));
    }

    @Test
    void aHiddenAggregateServesLaterSteps() {
        List<MergeColumn> columns = List.of(
                MergeColumn.text("g", TypeOids.TEXT),
                MergeColumn.binary("", TypeOids.TEXT),
                MergeColumn.binary("", TypeOids.INT8));
        Aggregate count = new Aggregate(AggregateKind.COUNT, new Column.Hidden(1), new Column.Hidden(1), null);
        MergeStep group = new MergeStep.Reaggregate(List.of(new Column.Hidden(0)), List.of(count));
        MergeStep sort = new MergeStep.Sort(List.of(Merged.descending(1)));
        MergeStep limit = new MergeStep.LimitOffset(2, 0, List.of());
        try (Merged merged = new Merged(2, 2, columns, group, sort, limit)) {
            merged.row(0, "a", "a", 3L)
                    .row(0, "b", "b", 1L)
                    .row(1, "b", "b", 4L)
                    .row(1, "c", "c", 4L)
                    .done(0, 1);
            assertEquals(List.of("b", "c"), merged.rows);
            assertTrue(merged.pipeline.finished());
        }
    }

    @Test
    void whatCannotBeAddedIsRefused() {
        for (MergeColumn output : List.of(
                MergeColumn.text("m", TypeOids.MONEY),
                MergeColumn.text("m", TypeOids.TEXT),
                MergeColumn.text("m", TypeOids.INT4))) {
            List<MergeColumn> columns = List.of(output, MergeColumn.binary("", output.typeOid()));
            MergeException e = assertThrows(
                    MergeException.class, () -> new Merged(2, 1, columns, reaggregate(AggregateKind.SUM, null)));
            assertEquals("0A000", e.failure().sqlState());
        }
    }

    private static String merged(
            AggregateKind kind, int input, int output, @Nullable Object first, @Nullable Object second) {
        List<MergeColumn> columns = List.of(MergeColumn.text("x", output), MergeColumn.binary("", input));
        try (Merged merged = new Merged(3, 1, columns, reaggregate(kind, null))) {
            merged.row(1, "?", second).row(0, "?", first).row(2, null, null).done(0, 1, 2);
            assertEquals(1, merged.rows.size());
            return merged.rows.getFirst();
        }
    }

    private static String average(
            int input, int output, @Nullable Object sum1, long count1, @Nullable Object sum2, long count2) {
        List<MergeColumn> columns = List.of(
                MergeColumn.text("x", output), MergeColumn.binary("", input), MergeColumn.binary("", TypeOids.INT8));
        try (Merged merged = new Merged(2, 2, columns, reaggregate(AggregateKind.AVG, new Column.Hidden(1)))) {
            merged.row(0, "?", sum1, count1).row(1, "?", sum2, count2).done(0, 1);
            return merged.rows.getFirst();
        }
    }

    private static void assertFails(
            String sqlState, String message, AggregateKind kind, int type, Object first, Object second) {
        List<MergeColumn> columns = List.of(MergeColumn.text("x", type), MergeColumn.binary("", type));
        try (Merged merged = new Merged(2, 1, columns, reaggregate(kind, null))) {
            merged.row(0, "?", first).done(0);
            MergeException e = assertThrows(MergeException.class, () -> merged.row(1, "?", second));
            assertEquals(sqlState, e.failure().sqlState());
            assertEquals(message, e.getMessage());
        }
    }

    private static MergeStep reaggregate(AggregateKind kind, @Nullable Column weight) {
        return new MergeStep.Reaggregate(
                List.of(), List.of(new Aggregate(kind, new Column.Visible(0), new Column.Hidden(0), weight)));
    }

    private static byte[] numeric(String text) {
        ByteBuf out = Unpooled.buffer();
        PgNumeric.parse(text).encode(out);
        return bytes(out);
    }

    private static byte[] interval(int months, int days, long micros) {
        ByteBuf out = Unpooled.buffer();
        new PgInterval(months, days, micros).encode(out);
        return bytes(out);
    }

    private static byte[] bytes(ByteBuf out) {
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
