package dev.colonnade.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.execution.transaction.CommitSteps;
import dev.colonnade.topology.PhysicalShardId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Money is moved between databases while connections end at the worst moments; none is made or lost. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TwoPhaseCommitIT {
    private static final int DATABASES = 4;
    private static final int CLIENTS = 4;
    private static final int HITS = 5;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final KillPoint.Trap TRAP = new KillPoint.Trap();
    private static final AtomicLong TRANSFERS = new AtomicLong();
    private static BankFleet bank;
    private static ProxyServer proxy;

    @BeforeAll
    static void start() throws Exception {
        bank = new BankFleet("bank", DATABASES);
        proxy = bank.proxy(TRAP);
        bank.fill(proxy);
    }

    @AfterAll
    static void stop() {
        proxy.close();
    }

    /** What a client knows of its transfers. */
    private enum Known {
        COMMITTED,
        ROLLED_BACK,
        UNKNOWN
    }

    @ParameterizedTest
    @EnumSource(KillPoint.class)
    void nothingIsLostWhereAllConnectionsEnd(KillPoint point) throws Exception {
        Map<Long, Known> known = new ConcurrentHashMap<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            int before = TRAP.hits(point);
            List<Future<?>> running = new ArrayList<>();
            AtomicBoolean enough = new AtomicBoolean();
            TRAP.arm(point, shard -> bank.killAll(false));
            for (int i = 0; i < CLIENTS; i++) {
                int seed = i;
                running.add(clients.submit(
                        () -> transfers(new Random(seed + 31L * point.name().hashCode()), enough, known)));
            }
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (TRAP.hits(point) < before + HITS && System.nanoTime() < end) {
                if (!TRAP.isArmed(point)) {
                    TRAP.arm(point, shard -> bank.killAll(false));
                }
                LockSupport.parkNanos(20_000_000);
            }
            enough.set(true);
            for (Future<?> one : running) {
                one.get();
            }
            assertTrue(TRAP.hits(point) >= before + HITS, point + " was hit " + (TRAP.hits(point) - before) + " times");
        }
        settled();
        assertEquals((long) BankFleet.ACCOUNTS * BankFleet.BALANCE, bank.total());
        check(known);
    }

    private static Object transfers(Random random, AtomicBoolean enough, Map<Long, Known> known) throws SQLException {
        while (!enough.get()) {
            try (Connection client = bank.client(proxy)) {
                client.setAutoCommit(false);
                while (!enough.get() && transfer(client, random, known)) {
                    // the next one
                }
            } catch (SQLException e) {
                // the connection to the proxy itself could not be made: its databases were just hurt
                String state = String.valueOf(e.getSQLState());
                if (!state.startsWith("08") && !state.startsWith("57")) {
                    throw e;
                }
            }
        }
        return "";
    }

    /** Three accounts, mostly on three databases; false where the client should connect anew. */
    private static boolean transfer(Connection client, Random random, Map<Long, Known> known) throws SQLException {
        long number = TRANSFERS.incrementAndGet();
        List<Integer> accounts = random.ints(0, BankFleet.ACCOUNTS)
                .distinct()
                .limit(3)
                .sorted()
                .boxed()
                .toList();
        boolean committing = false;
        try (Statement statement = client.createStatement()) {
            int[] amounts = {-2, 1, 1};
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        1,
                        statement.executeUpdate("UPDATE accounts SET balance = balance + " + amounts[i] + " WHERE id = "
                                + accounts.get(i)));
                statement.executeUpdate("INSERT INTO legs (account_id, transfer, amount) VALUES (" + accounts.get(i)
                        + ", " + number + ", " + amounts[i] + ")");
            }
            committing = true;
            client.commit();
            known.put(number, Known.COMMITTED);
            return true;
        } catch (SQLException e) {
            boolean told = committing && e.getSQLState().equals("08007");
            known.put(number, told ? Known.UNKNOWN : Known.ROLLED_BACK);
            return false;
        }
    }

    private static void settled() throws SQLException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (bank.prepared() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(50_000_000);
        }
        assertEquals(0, bank.prepared(), "left in doubt");
    }

    private static void check(Map<Long, Known> known) throws SQLException {
        Map<Long, Long> found = bank.legs();
        for (Map.Entry<Long, Known> one : known.entrySet()) {
            long legs = found.getOrDefault(one.getKey(), 0L);
            switch (one.getValue()) {
                case COMMITTED -> assertEquals(3, legs, "transfer " + one.getKey() + " was acknowledged");
                case ROLLED_BACK -> assertEquals(0, legs, "transfer " + one.getKey() + " was refused");
                case UNKNOWN ->
                    assertTrue(legs == 0 || legs == 3, "transfer " + one.getKey() + " has " + legs + " legs");
            }
        }
    }

    @Test
    void recoveryGoesOnWhereItsOwnConnectionsEnd() throws Exception {
        Map<Long, Known> known = new ConcurrentHashMap<>();
        for (int i = 0; i < 3; i++) {
            TRAP.arm(KillPoint.AFTER_SECOND_PREPARE, shard -> {
                bank.killAll(false);
                bank.killAll(true);
            });
            try (Connection client = bank.client(proxy)) {
                client.setAutoCommit(false);
                transfer(client, new Random(i), known);
            }
            bank.killAll(true);
        }
        TRAP.arm(KillPoint.AFTER_SECOND_PREPARE, shard -> {});
        settled();
        assertEquals((long) BankFleet.ACCOUNTS * BankFleet.BALANCE, bank.total());
        check(known);
    }

    /** A coordinator that stands still while another proxy ends its transaction finds it ended, whatever it does then. */
    @ParameterizedTest
    @EnumSource(
            value = KillPoint.class,
            names = {"AFTER_FIRST_PREPARE", "BEFORE_DECISION", "AFTER_DECISION", "BETWEEN_COMMITS_PREPARED"})
    void aFrozenCoordinatorIsRecoveredFrom(KillPoint point) throws Exception {
        KillPoint.Trap trap = new KillPoint.Trap();
        CountDownLatch thaw = new CountDownLatch(1);
        Map<Long, Known> known = new ConcurrentHashMap<>();
        try (ProxyServer frozen = bank.proxy(trap);
                ProxyServer other = bank.proxy(CommitSteps.UNWATCHED);
                ExecutorService clients = Executors.newFixedThreadPool(1)) {
            try (Connection client = bank.client(frozen)) {
                client.setAutoCommit(false);
                CountDownLatch reached = new CountDownLatch(1);
                trap.arm(point, shard -> {
                    reached.countDown();
                    await(thaw);
                });
                Future<Boolean> transfer = clients.submit(() -> transfer(client, new Random(7), known));
                assertTrue(reached.await(10, TimeUnit.SECONDS));
                // the frozen proxy's recovery leaves alone what its own session drives; the other one's takes over
                settled();
                thaw.countDown();
                boolean committed = transfer.get();
                boolean decided = point == KillPoint.AFTER_DECISION || point == KillPoint.BETWEEN_COMMITS_PREPARED;
                assertEquals(decided, committed, point.toString());
            }
            assertTrue(other.port() > 0);
        }
        settled();
        assertEquals((long) BankFleet.ACCOUNTS * BankFleet.BALANCE, bank.total());
        check(known);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Decisions don't pile up. */
    @Test
    void decisionsAreForgotten() throws Exception {
        Map<Long, Known> known = new ConcurrentHashMap<>();
        try (Connection client = bank.client(proxy)) {
            client.setAutoCommit(false);
            for (int i = 0; i < 20; i++) {
                assertTrue(transfer(client, new Random(i), known));
            }
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (bank.sum("SELECT count(*) FROM colonnade.decision") > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(100_000_000);
        }
        assertEquals(0, bank.sum("SELECT count(*) FROM colonnade.decision"));
    }

    @Test
    void oneThatFailsInOneDatabaseStaysNowhere() throws Exception {
        try (Connection client = bank.client(proxy);
                Statement statement = client.createStatement()) {
            PhysicalShardId home = bank.shards().getFirst().id();
            SQLException e = assertThrows(
                    SQLException.class,
                    () -> statement.execute("UPDATE accounts SET balance = balance + 1 / (id - 17)"));
            assertEquals("22012", e.getSQLState(), home.value());
        }
        assertEquals((long) BankFleet.ACCOUNTS * BankFleet.BALANCE, bank.total());
    }
}
