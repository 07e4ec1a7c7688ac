package dev.colonnade.execution.scatter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.execution.merge.MemoryBudget;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.execution.pool.StatementRegistry;
import dev.colonnade.execution.pool.TestPool;
import dev.colonnade.execution.pool.TestServer;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.wire.TransactionStatus;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScatterRunIT {
    private static final RowMerge CONCAT = new RowMerge(0, List.of(new MergeStep.Concat()), RowMerge.TagMerge.ROWS_OUT);

    private final StatementRegistry statements = new StatementRegistry(100);
    private final MemoryBudget budget = new MemoryBudget("budget of the test", 1 << 20, null);
    private final TestPool pool = TestPool.ofSize(2);
    private final Answer answer = new Answer();
    private ServerConnection one;
    private ServerConnection two;
    private ScatterRun run;

    ScatterRunIT() {
        one = pool.lease(TestServer.one());
        two = pool.lease(TestServer.two());
        run = run(CONCAT);
    }

    @BeforeEach
    void freshTables() {
        for (ServerConnection connection : List.of(one, two)) {
            pool.run(connection, "DROP TABLE IF EXISTS item");
            pool.run(connection, "CREATE TABLE item (id int PRIMARY KEY, shard text DEFAULT current_database())");
        }
        pool.run(one, "INSERT INTO item VALUES (1), (3)");
        pool.run(two, "INSERT INTO item VALUES (2)");
    }

    @AfterEach
    void closePool() {
        assertEquals(0, budget.used());
        pool.close();
    }

    @Test
    void rowsOfAllBranches() {
        scatter("SELECT id, shard FROM item");
        answer.awaitEnd();
        assertEquals(List.of("1|one", "2|two", "3|one"), answer.sortedRows());
        assertEquals("SELECT 3", answer.tag());
        assertEquals(List.of("id", "shard"), answer.columns());
        assertBothUsable();
    }

    /** The second time the columns are known, and nothing is described first. */
    @Test
    void againWithTheSameStatement() {
        scatter("SELECT id, shard FROM item");
        answer.awaitEnd();
        Answer second = new Answer();
        ServerStatement same = statements.shared("SELECT id, shard FROM item", new int[0], "", 1);
        assertNotNull(same.description());
        assertTrue(pool.onLoop(() -> one.knows(same)));
        pool.doOnLoop(() -> {
            run = new ScatterRun(CONCAT, budget, UnpooledByteBufAllocator.DEFAULT, second);
            second.run(run);
            run.addBranch(two, same, Bound.TEXT);
            run.addBranch(one, same, Bound.TEXT);
            run.start();
        });
        second.awaitEnd();
        assertEquals(List.of("1|one", "2|two", "3|one"), second.sortedRows());
    }

    @Test
    void parametersGoToEachBranchInItsOwnOrder() {
        byte[][] values = {"5".getBytes(StandardCharsets.UTF_8), "a".getBytes(StandardCharsets.UTF_8)};
        Bound bound = new Bound(new short[0], values, new short[0]);
        pool.doOnLoop(() -> {
            run.addBranch(one, statements.shared("SELECT $1::int AS n, $2::text AS t", new int[0], "", 1), bound);
            run.addBranch(
                    two,
                    statements.shared("SELECT $2::int AS n, $1::text AS t", new int[0], "", 1),
                    bound.select(new int[] {1, 0}));
            run.start();
        });
        answer.awaitEnd();
        assertEquals(List.of("5|a", "5|a"), answer.sortedRows());
    }

    @Test
    void tagsOfWritesAreAddedOrTheFirstOne() {
        run = run(new RowMerge(0, List.of(new MergeStep.Concat()), RowMerge.TagMerge.SUM));
        scatter("UPDATE item SET shard = 'x'");
        answer.awaitEnd();
        assertEquals("UPDATE 3", answer.tag());
        assertEquals(List.of(), answer.columns());
        Answer same = new Answer();
        pool.doOnLoop(() -> {
            ScatterRun everywhere = new ScatterRun(
                    new RowMerge(0, List.of(new MergeStep.Concat()), RowMerge.TagMerge.FIRST),
                    budget,
                    UnpooledByteBufAllocator.DEFAULT,
                    same);
            same.run(everywhere);
            ServerStatement statement =
                    statements.shared("INSERT INTO item VALUES (7), (8) RETURNING id, shard", new int[0], "", 1);
            everywhere.addBranch(two, statement, Bound.TEXT);
            everywhere.addBranch(one, statement, Bound.TEXT);
            everywhere.start();
        });
        same.awaitEnd();
        assertEquals("INSERT 0 2", same.tag());
        assertEquals(List.of("7|two", "8|two"), same.sortedRows());
    }

    @Test
    void theFirstErrorWinsAndTheOthersAreCancelled() {
        pool.run(one, "BEGIN");
        pool.run(two, "BEGIN");
        scatter("SELECT pg_sleep(600)::text AS c", "SELECT (1/0)::text AS c");
        answer.awaitEnd();
        assertEquals("22012", answer.failure().sqlState());
        assertFalse(answer.lost());
        assertFalse(pool.onLoop(one::busy), "drained before it is told");
        assertFalse(pool.onLoop(two::busy));
        assertEquals(TransactionStatus.FAILED, one.status());
        assertEquals(TransactionStatus.FAILED, two.status());
        pool.run(one, "ROLLBACK");
        pool.run(two, "ROLLBACK");
        assertBothUsable();
    }

    @Test
    void anErrorWhileTheColumnsAreAskedFor() {
        scatter("SELECT nothing FROM item");
        answer.awaitEnd();
        assertEquals("42703", answer.failure().sqlState());
        assertFalse(
                pool.onLoop(() -> one.knows(statements.shared("SELECT nothing FROM item", new int[0], "", 1))),
                "it isn't prepared");
        assertBothUsable();
    }

    @Test
    void cancelReachesAllBranches() {
        scatter("SELECT pg_sleep(600)");
        pool.until("both run", () -> active() == 2);
        pool.doOnLoop(run::cancel);
        answer.awaitEnd();
        assertEquals("57014", answer.failure().sqlState());
        assertBothUsable();
    }

    @Test
    void aConnectionLostInTheMiddle() {
        answer.takesRows(10);
        scatter(MANY_ROWS, "SELECT pg_sleep(600)::text AS c");
        pool.until("rows have come", () -> answer.rowCount() >= 10 && active() == 1);
        TestServer.kill(two);
        answer.awaitEnd();
        assertTrue(answer.lost());
        assertEquals("57P01", answer.failure().sqlState());
        assertFalse(two.isOpen());
        assertFalse(pool.onLoop(one::busy), "drained though the sink takes nothing");
        assertEquals("1", pool.query(one, "SELECT 1"));
    }

    /** A branch that is through is no reason to say that its outcome is unknown; but its transaction is gone. */
    @Test
    void aConnectionLostAfterItsPart() {
        scatter("SELECT 'x'::text AS c", "SELECT pg_sleep(600)::text AS c");
        pool.until("the first is through", () -> answer.rowCount() == 1 && !one.busy() && active() == 1);
        TestServer.kill(one);
        answer.awaitEnd();
        assertEquals("57P01", answer.failure().sqlState());
        assertFalse(answer.lost());
        assertEquals("1", pool.query(two, "SELECT 1"));
    }

    @Test
    void columnsThatDiffer() {
        for (String other : List.of("SELECT 'x'::text AS a", "SELECT 1 AS b", "SELECT 1 AS a, 2 AS b")) {
            Answer differing = new Answer();
            pool.doOnLoop(() -> {
                ScatterRun shapes = new ScatterRun(CONCAT, budget, UnpooledByteBufAllocator.DEFAULT, differing);
                differing.run(shapes);
                shapes.addBranch(one, statements.alone("SELECT 1 AS a", new int[0]), Bound.TEXT);
                shapes.addBranch(two, statements.alone(other, new int[0]), Bound.TEXT);
                shapes.start();
            });
            differing.awaitEnd();
            assertEquals("0A000", differing.failure().sqlState(), other);
            assertTrue(String.valueOf(differing.failure().fields().get('D')).contains("\"two\""));
            assertBothUsable();
        }
    }

    @Test
    void asManyResultFormatsAsColumnsOrOneOrNone() {
        pool.doOnLoop(() -> {
            ServerStatement statement = statements.shared("SELECT id, shard, 1 FROM item", new int[0], "", 1);
            Bound bound = new Bound(new short[0], new byte[0][], new short[] {0, 1});
            run.addBranch(one, statement, bound);
            run.addBranch(two, statement, bound);
            run.start();
        });
        answer.awaitEnd();
        assertEquals("08P01", answer.failure().sqlState());
        assertEquals(
                "bind message has 2 result formats but query has 3 columns",
                answer.failure().message());
        assertBothUsable();
    }

    /** Back-pressure reaches the servers: they wait until their sockets are read again. */
    @Test
    void aSlowSinkStallsTheServers() {
        answer.takesRows(100);
        scatter(MANY_ROWS, MANY_ROWS);
        pool.until("both servers wait for their client", () -> stalled() == 2);
        int held = answer.rowCount();
        assertTrue(held < MANY / 2, "rows that came: " + held);
        pool.doOnLoop(() -> {
            answer.takesRows(1000);
            run.sinkWritable(true);
        });
        pool.until("rows come again", () -> answer.rowCount() > held);
        pool.until("both servers wait again", () -> stalled() == 2);
        assertNull(answer.failureOrNull());
        pool.doOnLoop(() -> {
            answer.takesRows(Integer.MAX_VALUE);
            run.sinkWritable(true);
        });
        answer.awaitEnd();
        assertEquals(2 * MANY, answer.rowCount());
        assertEquals("SELECT " + 2 * MANY, answer.tag());
        assertBothUsable();
    }

    /** The first branch is held up for its look-ahead when the other one fills the limit. */
    @Test
    void aLimitThatIsReachedWhileABranchIsHeldUp() {
        RowMerge.SortKey key = new RowMerge.SortKey(new RowMerge.Column.Hidden(0), false, false);
        run = run(new RowMerge(
                1,
                List.of(new MergeStep.MergeSort(List.of(key)), new MergeStep.LimitOffset(5, 0, List.of())),
                RowMerge.TagMerge.ROWS_OUT));
        scatter(
                "SELECT repeat('x', 1000) AS c, n AS h FROM generate_series(1000000, 1020000) n",
                "SELECT repeat('y', n) AS c, n AS h FROM generate_series(1, 9) n, pg_sleep(0.5)");
        answer.awaitEnd();
        assertNull(answer.failureOrNull());
        assertEquals(List.of("y", "yy", "yyy", "yyyy", "yyyyy"), answer.rows());
        assertEquals("SELECT 5", answer.tag());
        assertEquals(List.of("c"), answer.columns());
        assertBothUsable();
    }

    @Test
    void aSortedMergeOfManyRows() {
        RowMerge.SortKey key = new RowMerge.SortKey(new RowMerge.Column.Hidden(0), false, false);
        run = run(new RowMerge(1, List.of(new MergeStep.MergeSort(List.of(key))), RowMerge.TagMerge.ROWS_OUT));
        scatter(
                "SELECT n AS c, n AS h FROM generate_series(1, 10000) n WHERE n % 3 = 0",
                "SELECT n AS c, n AS h FROM generate_series(1, 10000) n WHERE n % 3 <> 0");
        answer.awaitEnd();
        assertEquals(IntStream.rangeClosed(1, 10_000).mapToObj(String::valueOf).toList(), answer.rows());
    }

    @Test
    void nobodyListensAnyMore() {
        answer.takesRows(10);
        scatter(MANY_ROWS, MANY_ROWS);
        pool.until("rows have come", () -> answer.rowCount() >= 10);
        pool.doOnLoop(() -> {
            run.abandon();
            one.close("test");
            two.close("test");
        });
        assertNull(answer.failureOrNull());
        assertEquals("", answer.tag());
    }

    private static final int MANY = 60_000;
    private static final String MANY_ROWS = "SELECT repeat('x', 1000) AS c FROM generate_series(1, " + MANY + ")";

    private ScatterRun run(RowMerge merge) {
        return pool.onLoop(() -> {
            ScatterRun made = new ScatterRun(merge, budget, UnpooledByteBufAllocator.DEFAULT, answer);
            answer.run(made);
            return made;
        });
    }

    private void scatter(String everywhere) {
        scatter(everywhere, everywhere);
    }

    private void scatter(String atOne, String atTwo) {
        pool.doOnLoop(() -> {
            run.addBranch(one, statements.shared(atOne, new int[0], "", 1), Bound.TEXT);
            run.addBranch(two, statements.shared(atTwo, new int[0], "", 1), Bound.TEXT);
            run.start();
        });
    }

    private void assertBothUsable() {
        for (ServerConnection connection : List.of(one, two)) {
            assertFalse(pool.onLoop(connection::busy));
            assertEquals(connection.shard().database(), pool.query(connection, "SELECT current_database()"));
        }
    }

    private int active() {
        return backends("state = 'active' AND wait_event = 'PgSleep'");
    }

    private int stalled() {
        return backends("wait_event = 'ClientWrite'");
    }

    private int backends(String condition) {
        return Integer.parseInt(TestServer.sql(
                "postgres",
                "SELECT count(*) FROM pg_stat_activity WHERE pid IN (" + one.processId() + ", " + two.processId()
                        + ") AND " + condition));
    }
}
