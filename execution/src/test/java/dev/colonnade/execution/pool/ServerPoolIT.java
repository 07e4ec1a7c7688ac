package dev.colonnade.execution.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ServerPoolIT {
    private static final PhysicalShard ONE = TestServer.one();

    @Test
    void whoWaitsLongestIsServedFirst() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection only = pool.lease(ONE);
            List<Integer> served = new CopyOnWriteArrayList<>();
            List<CompletableFuture<ServerConnection>> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int number = i;
                waiting.add(pool.leaseLater(ONE));
                waiting.get(i).thenAccept(connection -> served.add(number));
            }
            assertEquals(new ServerPool.Figures(1, 0, 1, 10), pool.figures(ONE));
            assertEquals(List.of(), served);
            for (int i = 0; i < 10; i++) {
                pool.release(only);
                assertSame(only, TestPool.await(waiting.get(i)));
            }
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), served);
            pool.release(only);
            assertEquals(new ServerPool.Figures(1, 1, 0, 0), pool.figures(ONE));
        }
    }

    @Test
    void noMoreConnectionsThanTheCap() {
        try (TestPool pool = TestPool.ofSize(3)) {
            String mark = "cap-" + System.nanoTime();
            CompletableFuture<?>[] done = new CompletableFuture<?>[40];
            List<Integer> open = new CopyOnWriteArrayList<>();
            for (int i = 0; i < done.length; i++) {
                CompletableFuture<Boolean> over = new CompletableFuture<>();
                done[i] = over;
                pool.leaseLater(ONE)
                        .thenAccept(connection ->
                                connection.run("SELECT pg_sleep(0.01) /* " + mark + " */", outcome -> {
                                    open.add(pool.pool().figures(ONE.id()).open());
                                    connection.release();
                                    over.complete(outcome.ok());
                                }));
            }
            TestPool.await(CompletableFuture.allOf(done));
            assertEquals(40, open.size());
            assertEquals(3, open.stream().mapToInt(i -> i).max().orElseThrow());
            assertEquals(new ServerPool.Figures(3, 3, 0, 0), pool.figures(ONE));
            assertEquals(
                    "3",
                    TestServer.sql(
                            "one",
                            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%" + mark + "%'"));
        }
    }

    /** Connections are made one after the other here, and still all that the cap allows. */
    @Test
    void handshakesAreBoundedButGoOn() {
        try (TestPool pool = TestPool.with(new PoolLimits(4, 10, 20_000, 60_000, 1))) {
            List<CompletableFuture<ServerConnection>> leases = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                leases.add(pool.leaseLater(ONE));
            }
            assertEquals(
                    4,
                    leases.stream().map(TestPool::await).distinct().count(),
                    "none has to wait for another's release");
        }
    }

    @Test
    void waitingHasAnEnd() {
        try (TestPool pool = TestPool.with(new PoolLimits(1, 10, 2_000, 60_000, 4))) {
            ServerConnection only = pool.lease(ONE);
            ErrorFields reason = pool.refusal(ONE);
            assertEquals("53300", reason.sqlState());
            assertEquals("no connection to shard \"one\" became free in time", reason.message());
            assertEquals(0, pool.figures(ONE).waiting());
            pool.release(only);
            assertSame(only, pool.lease(ONE));
        }
    }

    @Test
    void theQueueIsBounded() {
        try (TestPool pool = TestPool.with(new PoolLimits(1, 2, 20_000, 60_000, 4))) {
            ServerConnection only = pool.lease(ONE);
            CompletableFuture<ServerConnection> first = pool.leaseLater(ONE);
            CompletableFuture<ServerConnection> second = pool.leaseLater(ONE);
            ErrorFields reason = pool.refusal(ONE);
            assertEquals("53300", reason.sqlState());
            assertEquals("too many clients wait for shard \"one\"", reason.message());
            pool.release(only);
            pool.release(TestPool.await(first));
            assertSame(only, TestPool.await(second));
        }
    }

    @Test
    void whoGivesUpIsPassedOver() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection only = pool.lease(ONE);
            List<String> told = new CopyOnWriteArrayList<>();
            ServerPool.Waiting left =
                    pool.onLoop(() -> pool.pool().lease(ONE, SessionSettings.NONE, new ServerPool.Lessee() {
                        @Override
                        public void leased(ServerConnection connection) {
                            told.add("leased");
                        }

                        @Override
                        public void refused(ErrorFields reason) {
                            told.add("refused");
                        }
                    }));
            CompletableFuture<ServerConnection> next = pool.leaseLater(ONE);
            pool.doOnLoop(left::giveUp);
            pool.doOnLoop(left::giveUp);
            pool.release(only);
            assertSame(only, TestPool.await(next));
            assertEquals(List.of(), told);
        }
    }

    @Test
    void unusedConnectionsEnd() {
        try (TestPool pool = TestPool.with(new PoolLimits(2, 10, 20_000, 100, 4))) {
            ServerConnection leased = pool.lease(ONE);
            ServerConnection idle = pool.lease(ONE);
            pool.release(idle);
            pool.until("the idle one ends", () -> pool.pool().figures(ONE.id()).open() == 1);
            assertFalse(idle.isOpen());
            assertTrue(leased.isOpen(), "a leased one isn't idle");
            assertEquals("1", pool.query(leased, "SELECT 1"));
        }
    }

    @Test
    void aConnectionThatDiedOnTheShelfIsNotLentAgain() {
        try (TestPool pool = TestPool.ofSize(2)) {
            ServerConnection connection = pool.lease(ONE);
            pool.release(connection);
            TestServer.kill(connection);
            pool.until(
                    "the pool has noticed", () -> pool.pool().figures(ONE.id()).open() == 0);
            ServerConnection other = pool.lease(ONE);
            assertNotEquals(connection.processId(), other.processId());
            assertEquals("1", pool.query(other, "SELECT 1"));
        }
    }

    /** The loop is kept from noticing, so the connection is lent dead: then its statement fails, and isn't lost. */
    @Test
    void aConnectionThatDiedUnnoticedFailsItsStatement() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection connection = pool.lease(ONE);
            pool.release(connection);
            CompletableFuture<ControlQuery.Outcome> outcome = new CompletableFuture<>();
            pool.doOnLoop(() -> {
                TestServer.kill(connection);
                ServerConnection dead = pool.pool().tryLease(ONE, SessionSettings.NONE);
                assertSame(connection, dead);
                assertNotNull(dead);
                dead.run("SELECT 1", outcome::complete);
            });
            ControlQuery.Outcome reported = TestPool.await(outcome);
            assertTrue(reported.lost());
            assertFalse(reported.ok());
            assertEquals(0, pool.figures(ONE).open());
            assertEquals("1", pool.query(pool.lease(ONE), "SELECT 1"));
        }
    }

    @Test
    void aConnectionThatDiesInUseIsReportedOnceAndReplaced() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection connection = pool.lease(ONE);
            Transcript transcript = new Transcript();
            pool.doOnLoop(() -> connection.attach(transcript));
            CompletableFuture<ServerConnection> waiting = pool.leaseLater(ONE);
            TestServer.kill(connection);
            transcript.awaitClosed();
            ServerConnection other = TestPool.await(waiting);
            assertNotEquals(connection.processId(), other.processId());
            pool.doOnLoop(() -> {
                connection.close("again");
                connection.release();
            });
            assertEquals(
                    List.of("57P01"),
                    transcript.closings().stream().map(ErrorFields::sqlState).toList());
            assertEquals(new ServerPool.Figures(1, 0, 1, 0), pool.figures(ONE));
        }
    }

    /** Whoever still holds a dead connection and writes to it is told, and not left waiting. */
    @Test
    void aStatementOnAClosedConnectionFails() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection connection = pool.lease(ONE);
            pool.doOnLoop(() -> connection.close("test"));
            ControlQuery.Outcome outcome = pool.run(connection, "SELECT 1");
            assertTrue(outcome.lost());
            ErrorFields error = outcome.error();
            assertNotNull(error);
            assertEquals("08006", error.sqlState());
        }
    }

    @Test
    void aShardThatMovedIsReachedAtItsNewAddress() {
        try (TestPool pool = TestPool.ofSize(3)) {
            PhysicalShard before = TestServer.shard("moving", "one");
            PhysicalShard after = TestServer.shard("moving", "two");
            ServerConnection leased = pool.lease(before);
            ServerConnection idle = pool.lease(before);
            pool.release(idle);
            ServerConnection moved = pool.lease(after);
            assertEquals("two", pool.query(moved, "SELECT current_database()"));
            assertFalse(idle.isOpen());
            pool.release(leased);
            assertFalse(leased.isOpen(), "it ends as it comes back");
            pool.release(moved);
            assertTrue(moved.isOpen());
            assertSame(moved, pool.lease(after));
        }
    }

    @Test
    void aClosedPoolLendsNothing() {
        try (TestPool pool = TestPool.ofSize(2)) {
            ServerConnection leased = pool.lease(ONE);
            ServerConnection idle = pool.lease(ONE);
            pool.release(idle);
            pool.lease(ONE);
            CompletableFuture<ServerConnection> waiting = pool.leaseLater(ONE);
            pool.doOnLoop(pool.pool()::close);
            assertTrue(waiting.isCompletedExceptionally());
            assertEquals("57P01", pool.refusal(ONE).sqlState());
            assertTrue(leased.isOpen());
            pool.release(leased);
            assertFalse(leased.isOpen());
        }
    }
}
