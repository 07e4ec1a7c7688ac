package dev.colonnade.execution.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.wire.TransactionStatus;
import dev.colonnade.wire.backend.ErrorFields;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLoginIT {
    @Test
    void byTrust() {
        try (TestPool pool = TestPool.with(TestPool.access("postgres", null))) {
            ServerConnection connection = pool.lease(TestServer.one());
            assertEquals("UTF8", connection.parameters().get("client_encoding"));
            assertEquals(ServerConnectionState.LEASED, connection.state());
            assertEquals(TransactionStatus.IDLE, connection.status());
            assertEquals("one", pool.query(connection, "SELECT current_database()"));
            assertEquals(String.valueOf(connection.processId()), pool.query(connection, "SELECT pg_backend_pid()"));
            assertEquals("colonnade", pool.query(connection, "SHOW application_name"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"by_scram", "by_password"})
    void byPassword(String user) {
        try (TestPool pool = TestPool.with(TestPool.access(user, () -> TestServer.PASSWORD))) {
            assertEquals(user, pool.query(pool.lease(TestServer.one()), "SELECT current_user"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"by_scram", "by_password"})
    void aWrongPasswordIsRefused(String user) {
        try (TestPool pool = TestPool.with(TestPool.access(user, () -> "wrong"))) {
            ErrorFields reason = pool.refusal(TestServer.one());
            assertEquals("28P01", reason.sqlState());
            assertEquals("ERROR", reason.severity());
            assertEquals("shard \"one\": password authentication failed for user \"" + user + "\"", reason.message());
            assertEquals(new ServerPool.Figures(0, 0, 0, 0), pool.figures(TestServer.one()));
        }
    }

    @Test
    void noPasswordIsConfigured() {
        try (TestPool pool = TestPool.with(TestPool.access("by_scram", null))) {
            ErrorFields reason = pool.refusal(TestServer.one());
            assertEquals("28P01", reason.sqlState());
            assertTrue(reason.message().contains("none is configured for user \"by_scram\""), reason.message());
        }
    }

    @Test
    void anUnsupportedMethodIsSaid() {
        try (TestPool pool = TestPool.with(TestPool.access("by_md5", () -> "x"))) {
            ErrorFields reason = pool.refusal(TestServer.one());
            assertEquals("08006", reason.sqlState());
            assertTrue(reason.message().contains("authentication method 5 is not supported"), reason.message());
        }
    }

    @Test
    void anUnknownDatabase() {
        try (TestPool pool = TestPool.ofSize(1)) {
            ErrorFields reason = pool.refusal(TestServer.shard("three", "nowhere"));
            assertEquals("3D000", reason.sqlState());
            assertEquals("shard \"three\": database \"nowhere\" does not exist", reason.message());
        }
    }

    @Test
    void nobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (TestPool pool = TestPool.ofSize(2)) {
            PhysicalShard shard = at(port);
            for (int attempt = 0; attempt < 3; attempt++) {
                ErrorFields reason = pool.refusal(shard);
                assertEquals("08006", reason.sqlState());
                assertEquals("shard \"dark\" can't be reached", reason.message());
            }
            assertEquals(new ServerPool.Figures(0, 0, 0, 0), pool.figures(shard));
        }
    }

    @Test
    void somebodyListensAndSaysNothing() throws IOException {
        ServerAccess hasty =
                new ServerAccess("postgres", null, NioSocketChannel.class, TestPool.NAMES, 200, 1 << 20, 100);
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                TestPool pool = TestPool.with(hasty)) {
            ErrorFields reason = pool.refusal(at(socket.getLocalPort()));
            assertEquals("08006", reason.sqlState());
            assertTrue(reason.message().contains("no answer to the start-up message in time"), reason.message());
            assertTrue(reason.message().contains("\"dark\""), reason.message());
        }
    }

    private static PhysicalShard at(int port) {
        return new PhysicalShard(new PhysicalShardId("dark"), "127.0.0.1", port, "one");
    }
}
