package dev.colonnade.it.sqltest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.wire.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ComparerTest {
    private static final Step.Looseness TOTAL = Step.Looseness.NONE.ordered(new Step.Order.Total());
    private static final Step.Looseness FIRST_COLUMN = Step.Looseness.NONE.ordered(new Step.Order.Keys(List.of(1)));
    private static final int INT4 = 23;
    private static final int FLOAT8 = 701;
    private static final int NUMERIC = 1700;

    @Test
    void rowsInAnotherOrder() {
        List<Reply> oracle = answer(INT4, "1", "2", null);
        List<Reply> proxy = answer(INT4, null, "1", "2");
        assertEquals(Verdict.SAME, verdict(Step.Looseness.NONE, oracle, proxy));
        assertEquals(Verdict.WRONG, verdict(TOTAL, oracle, proxy));
        assertEquals(Verdict.WRONG, verdict(FIRST_COLUMN, oracle, proxy));
    }

    @Test
    void rowsMissingSurplusOrDoubled() {
        List<Reply> oracle = answer(INT4, "1", "2");
        assertEquals(Verdict.WRONG, verdict(Step.Looseness.NONE, oracle, answer(INT4, "1")));
        assertEquals(Verdict.WRONG, verdict(Step.Looseness.NONE, oracle, answer(INT4, "1", "2", "3")));
        assertEquals(Verdict.WRONG, verdict(Step.Looseness.NONE, oracle, answer(INT4, "1", "1")));
    }

    @Test
    void nullIsNoText() {
        assertEquals(Verdict.WRONG, verdict(TOTAL, answer(INT4, "NULL"), answer(INT4, (String) null)));
    }

    @Test
    void typesCount() {
        assertEquals(Verdict.WRONG, verdict(TOTAL, answer(INT4, "1"), answer(NUMERIC, "1")));
    }

    @Test
    void scaleCountsUnlessTold() {
        assertEquals(Verdict.WRONG, verdict(TOTAL, answer(NUMERIC, "1.0"), answer(NUMERIC, "1.00")));
        assertEquals(Verdict.SAME, verdict(TOTAL.withAnyScale(), answer(NUMERIC, "1.0"), answer(NUMERIC, "1.00")));
    }

    @Test
    void floatsWithinTolerance() {
        List<Reply> oracle = answer(FLOAT8, "0.30000000000000004");
        List<Reply> proxy = answer(FLOAT8, "0.3");
        assertEquals(Verdict.WRONG, verdict(TOTAL, oracle, proxy));
        assertEquals(Verdict.SAME, verdict(TOTAL.withFloats(), oracle, proxy));
        assertEquals(Verdict.WRONG, verdict(TOTAL.withFloats(), oracle, answer(FLOAT8, "0.31")));
    }

    @Test
    void refusalsAreClean() {
        List<Reply> oracle = answer(INT4, "1");
        assertEquals(Verdict.REFUSED, verdict(TOTAL, oracle, error("0A000", true)));
        assertEquals(Verdict.WRONG, verdict(TOTAL, oracle, error("0A000", false)));
        assertEquals(Verdict.WRONG, verdict(TOTAL, oracle, error("XX000", true)));
        List<Reply> late = new ArrayList<>(answer(INT4, "1"));
        late.set(2, error("0A000", true).getFirst());
        assertEquals(Verdict.WRONG, verdict(TOTAL, oracle, late));
    }

    @Test
    void errorsByTheirState() {
        assertEquals(Verdict.SAME, verdict(TOTAL, error("22012", false), error("22012", true)));
        assertEquals(Verdict.WRONG, verdict(TOTAL, error("22012", false), error("42703", false)));
        assertEquals(Verdict.WRONG, verdict(TOTAL, error("22012", false), answer(INT4, "1")));
    }

    @Test
    void silenceIsWrong() {
        assertEquals(Verdict.WRONG, verdict(TOTAL, answer(INT4, "1"), List.of(new Reply.TimedOut())));
        assertEquals(Verdict.WRONG, verdict(TOTAL, answer(INT4, "1"), List.of(new Reply.Closed())));
    }

    @Test
    void transactionStatusCounts() {
        List<Reply> failed = new ArrayList<>(answer(INT4, "1"));
        failed.set(failed.size() - 1, new Reply.ReadyForQuery('E'));
        assertEquals(Verdict.WRONG, verdict(TOTAL, answer(INT4, "1"), failed));
    }

    private static Verdict verdict(Step.Looseness looseness, List<Reply> oracle, List<Reply> proxy) {
        Comparer comparer = new Comparer(ComparerTest::name, ComparerTest::name);
        return comparer.compare(looseness, oracle, proxy, null).verdict();
    }

    private static FleetDatabase.TypeName name(int oid) {
        return new FleetDatabase.TypeName("type " + oid, 'b', false);
    }

    private static List<Reply> answer(int type, @Nullable String... values) {
        List<Reply> replies = new ArrayList<>();
        replies.add(new Reply.RowDescription(List.of(new Reply.Field("x", 0, 0, type, -1, -1, 0))));
        for (String value : values) {
            replies.add(new Reply.DataRow(Arrays.asList(value)));
        }
        replies.add(new Reply.CommandComplete("SELECT " + values.length));
        replies.add(new Reply.ReadyForQuery('I'));
        return replies;
    }

    private static List<Reply> error(String state, boolean hint) {
        Map<Character, String> fields = hint ? Map.of('C', state, 'H', "do it so") : Map.of('C', state);
        return List.of(new Reply.ErrorResponse(fields), new Reply.ReadyForQuery('I'));
    }
}
