package dev.colonnade.execution.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.wire.TransactionStatus;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.frontend.FrontendWriter;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServerConnectionIT {
    private static final PhysicalShard ONE = TestServer.one();

    @Test
    void settingsByDifference() {
        SessionSettings german = SessionSettings.NONE
                .with("datestyle", new SessionSettings.Value.Sql("'German'"))
                .with("search_path", new SessionSettings.Value.Sql("\"a b\", public"));
        SessionSettings zoned = german.without("datestyle")
                .with("timezone", new SessionSettings.Value.Plain("Asia/Tokyo"))
                .with("shop.note", new SessionSettings.Value.Plain("it's \\ fine"));
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection connection = pool.lease(ONE);
            bring(pool, connection, german);
            assertEquals("German, DMY", pool.query(connection, "SHOW datestyle"));
            assertEquals("\"a b\", public", pool.query(connection, "SHOW search_path"));
            assertEquals(3, german.changesTo(zoned).size());
            bring(pool, connection, zoned);
            assertEquals("ISO, MDY", pool.query(connection, "SHOW datestyle"));
            assertEquals("\"a b\", public", pool.query(connection, "SHOW search_path"));
            assertEquals("Asia/Tokyo", pool.query(connection, "SHOW timezone"));
            assertEquals("it's \\ fine", pool.query(connection, "SHOW shop.note"));
            bring(pool, connection, SessionSettings.NONE);
            assertEquals("\"$user\", public", pool.query(connection, "SHOW search_path"));
            assertEquals("", pool.query(connection, "SHOW shop.note"));
            assertEquals(List.of(), zoned.changesTo(zoned));
        }
    }

    /** PostgreSQL keeps the order of day and month that was there when only a style is named. */
    @Test
    void dateStyleMergesWithWhatItsOwnSessionSaid() {
        SessionSettings iso = SessionSettings.NONE.with("datestyle", new SessionSettings.Value.Plain("ISO"));
        SessionSettings german = SessionSettings.NONE.with("datestyle", new SessionSettings.Value.Sql("'German'"));
        SessionSettings isoAfterGerman = german.with("datestyle", new SessionSettings.Value.Sql("'ISO'"));
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection connection = pool.lease(ONE);
            bring(pool, connection, german);
            bring(pool, connection, iso);
            assertEquals("ISO, MDY", pool.query(connection, "SHOW datestyle"));
            bring(pool, connection, isoAfterGerman);
            assertEquals("ISO, DMY", pool.query(connection, "SHOW datestyle"));
            assertEquals(
                    Map.of("datestyle", new SessionSettings.Value.Plain("ISO, DMY")),
                    isoAfterGerman.reported(Map.of("DateStyle", "ISO, DMY")).values());
            bring(pool, connection, SessionSettings.NONE);
            assertEquals("ISO, MDY", pool.query(connection, "SHOW datestyle"));
        }
    }

    /** A role that may not change the other settings comes off first; another session_authorization ends the role that was set before it. */
    @Test
    void rolesComeOffFirstAndGoWithTheLogin() {
        SessionSettings.Value monitor = new SessionSettings.Value.Sql("pg_monitor");
        SessionSettings logging = SessionSettings.NONE.with("log_statement", new SessionSettings.Value.Sql("'all'"));
        SessionSettings role = SessionSettings.NONE.with("role", monitor);
        SessionSettings loggingAndRole = logging.with("role", monitor);
        SessionSettings login =
                loggingAndRole.with("session_authorization", new SessionSettings.Value.Sql("pg_read_all_data"));
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection connection = pool.lease(ONE);
            bring(pool, connection, role);
            assertEquals("pg_monitor", pool.query(connection, "SELECT current_user"));
            bring(pool, connection, loggingAndRole);
            assertEquals("pg_monitor", pool.query(connection, "SELECT current_user"));
            bring(pool, connection, login);
            assertEquals("pg_read_all_data", pool.query(connection, "SELECT current_user"));
            bring(pool, connection, role);
            assertEquals("pg_monitor", pool.query(connection, "SELECT current_user"));
            bring(pool, connection, logging);
            assertEquals("all", pool.query(connection, "SHOW log_statement"));
        }
    }

    @Test
    void aConnectionWithTheSameSettingsIsPreferred() {
        SessionSettings own = new SessionSettings(Map.of("datestyle", new SessionSettings.Value.Sql("'German'")));
        try (TestPool pool = TestPool.ofSize(3)) {
            ServerConnection fitting = pool.lease(ONE);
            ServerConnection other = pool.lease(ONE);
            bring(pool, fitting, own);
            pool.release(fitting);
            pool.release(other);
            assertSame(fitting, pool.onLoop(() -> pool.pool().tryLease(ONE, own)));
            assertSame(other, pool.onLoop(() -> pool.pool().tryLease(ONE, own)), "another one is better than none");
        }
    }

    @Test
    void theLeastUsedStatementsAreClosed() {
        ServerAccess few =
                new ServerAccess("postgres", null, NioSocketChannel.class, TestPool.NAMES, 10_000, 1 << 20, 3);
        StatementRegistry registry = new StatementRegistry(100);
        try (TestPool pool = TestPool.with(few)) {
            ServerConnection connection = pool.lease(ONE);
            List<ServerStatement> statements = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ServerStatement statement = registry.shared("SELECT " + i, new int[0], "", 1);
                statements.add(statement);
                prepare(pool, connection, statement);
            }
            assertTrue(pool.onLoop(() -> connection.knows(statements.getFirst())), "used again");
            pool.release(connection);
            assertSame(connection, pool.lease(ONE));
            assertEquals(
                    List.of(true, false, false, true, true),
                    statements.stream()
                            .map(statement -> pool.onLoop(() -> connection.knows(statement)))
                            .toList());
            assertEquals(
                    "SELECT 0,SELECT 3,SELECT 4",
                    pool.query(
                            connection,
                            "SELECT string_agg(statement, ',' ORDER BY statement) FROM pg_prepared_statements"));
            prepare(pool, connection, statements.get(1));
            pool.release(connection);
            assertTrue(connection.isOpen());
        }
    }

    @Test
    void theSameTextIsTheSameStatementUnlessSettingsAreFoldedIn() {
        StatementRegistry registry = new StatementRegistry(100);
        ServerStatement statement = registry.shared("SELECT 1", new int[] {20}, "", 1);
        assertSame(statement, registry.shared("SELECT 1", new int[] {20}, "", 1));
        assertFalse(statement == registry.shared("SELECT 1", new int[] {23}, "", 1));
        assertFalse(statement == registry.shared("SELECT 1", new int[] {20}, "timezone=UTC;", 1));
        assertFalse(statement == registry.shared("SELECT 1", new int[] {20}, "", 2));
        assertFalse(statement == registry.alone("SELECT 1", new int[] {20}));
    }

    @Test
    void aConnectionInATransactionIsNotPutBack() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection connection = pool.lease(ONE);
            assertTrue(pool.run(connection, "BEGIN").ok());
            assertEquals(TransactionStatus.IN_TRANSACTION, connection.status());
            pool.release(connection);
            assertFalse(connection.isOpen());
            assertEquals(0, pool.figures(ONE).open());
            ServerConnection failed = pool.lease(ONE);
            assertFalse(pool.run(failed, "BEGIN; SELECT 1/0").ok());
            assertEquals(TransactionStatus.FAILED, failed.status());
            pool.release(failed);
            assertFalse(failed.isOpen());
        }
    }

    @Test
    void aConnectionWithAnswersToComeIsNotPutBack() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection running = pool.lease(ONE);
            pool.doOnLoop(() -> {
                running.run("SELECT 1", outcome -> {});
                running.release();
            });
            assertFalse(running.isOpen());
            ServerConnection opening = pool.lease(ONE);
            pool.doOnLoop(() -> {
                opening.prelude("BEGIN");
                opening.flush();
                opening.release();
            });
            assertFalse(opening.isOpen(), "the status from before BEGIN says nothing");
            ServerConnection unsent = pool.lease(ONE);
            pool.doOnLoop(() -> {
                FrontendWriter.query(unsent.out(), "SELECT 1");
                unsent.release();
            });
            assertFalse(unsent.isOpen());
        }
    }

    @Test
    void whatIsSentAheadIsSilentUnlessItFails() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection connection = pool.lease(ONE);
            Transcript fine = new Transcript();
            pool.doOnLoop(() -> {
                connection.prelude("BEGIN; SET LOCAL datestyle TO 'German'");
                send(connection, fine, "SHOW datestyle");
            });
            fine.awaitReady();
            assertEquals("T D C Z", fine.messages());
            assertEquals("German, DMY", fine.firstField());
            assertEquals(TransactionStatus.IN_TRANSACTION, connection.status());
            Transcript failing = new Transcript();
            pool.doOnLoop(() -> {
                connection.prelude("SAVEPOINT a; SELECT 1/0");
                send(connection, failing, "SELECT 1");
            });
            failing.awaitReady();
            assertEquals("E25P02 Z", failing.messages());
            assertEquals(
                    List.of("22012"),
                    failing.preludeFailures().stream()
                            .map(ErrorFields::sqlState)
                            .toList());
        }
    }

    /** A session that ends while its prelude is answered leaves the server's own words. */
    @Test
    void aFatalErrorIsTheReasonOfTheEnd() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection connection = pool.lease(ONE);
            Transcript transcript = new Transcript();
            pool.doOnLoop(() -> {
                connection.prelude("SELECT pg_terminate_backend(pg_backend_pid())");
                send(connection, transcript, "SELECT 1");
            });
            transcript.awaitClosed();
            assertEquals(
                    List.of("57P01"),
                    transcript.closings().stream().map(ErrorFields::sqlState).toList());
            assertEquals("", transcript.messages());
        }
    }

    @Test
    void cancelStopsWhatRuns() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection connection = pool.lease(ONE);
            CompletableFuture<ControlQuery.Outcome> outcome = new CompletableFuture<>();
            pool.doOnLoop(() -> {
                connection.cancel();
                connection.run("SELECT pg_sleep(600)", outcome::complete);
            });
            pool.until("it runs", () -> running(connection));
            pool.doOnLoop(connection::cancel);
            ErrorFields error = TestPool.await(outcome).error();
            assertNotNull(error);
            assertEquals("57014", error.sqlState());
            pool.release(connection);
            assertSame(connection, pool.lease(ONE));
            assertEquals("1", pool.query(connection, "SELECT 1"));
        }
    }

    /** The request travels on a connection of its own and may come late; it must find nobody else's statement. */
    @Test
    void cancelNeverHitsTheNextLessee() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ServerConnection connection = pool.lease(ONE);
            int cancelled = 0;
            for (int i = 0; i < 300; i++) {
                CompletableFuture<ControlQuery.Outcome> first = new CompletableFuture<>();
                CompletableFuture<ControlQuery.Outcome> next = new CompletableFuture<>();
                int requests = i % 3 + 1;
                ServerConnection mine = connection;
                pool.doOnLoop(() -> {
                    mine.run("SELECT pg_sleep(0)", outcome -> {
                        mine.release();
                        first.complete(outcome);
                    });
                    for (int n = 0; n < requests; n++) {
                        mine.cancel();
                    }
                });
                connection = TestPool.await(pool.leaseLater(ONE).thenApply(other -> {
                    other.run("SELECT pg_sleep(0.002)", next::complete);
                    return other;
                }));
                ErrorFields own = TestPool.await(first).error();
                if (own != null) {
                    assertEquals("57014", own.sqlState());
                    cancelled++;
                }
                assertNull(TestPool.await(next).error(), "after " + i + " rounds, " + cancelled + " cancelled");
                assertSame(mine, connection, "and it is kept");
            }
        }
    }

    private static boolean running(ServerConnection connection) {
        return TestServer.sql("postgres", "SELECT state FROM pg_stat_activity WHERE pid = " + connection.processId())
                .equals("active");
    }

    private static void bring(TestPool pool, ServerConnection connection, SessionSettings target) {
        ControlQuery.Outcome outcome =
                pool.run(connection, String.join("; ", connection.settings().changesTo(target)));
        assertNull(outcome.error());
        pool.doOnLoop(() -> connection.settingsAre(target));
    }

    private static void prepare(TestPool pool, ServerConnection connection, ServerStatement statement) {
        CompletableFuture<ControlQuery.Outcome> outcome = new CompletableFuture<>();
        pool.doOnLoop(() -> {
            assertFalse(connection.knows(statement));
            connection.prepare(statement);
            connection.sync(outcome::complete);
        });
        assertTrue(TestPool.await(outcome).ok());
    }

    private static void send(ServerConnection connection, Transcript transcript, String sql) {
        connection.attach(transcript);
        FrontendWriter.query(connection.out(), sql);
        connection.syncWritten();
        connection.flush();
    }
}
