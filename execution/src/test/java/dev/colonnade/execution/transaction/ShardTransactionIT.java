package dev.colonnade.execution.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.TestPool;
import dev.colonnade.execution.pool.TestServer;
import dev.colonnade.wire.TransactionStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardTransactionIT {
    private final TestPool pool = TestPool.ofSize(2);
    private final ShardTransaction transaction =
            new ShardTransaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", false, true);

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void aDatabaseEnlistedLateHearsWhatWasSaid() {
        ServerConnection one = enlist();
        assertTrue(transaction.touches(one.shard().id()));
        assertSame(one, transaction.connection(one.shard().id()));
        transaction.said("SET LOCAL datestyle TO 'German'");
        transaction.savepoint("a", "SAVEPOINT a");
        transaction.said("SET LOCAL timezone TO 'Asia/Tokyo'");
        ServerConnection two = pool.lease(TestServer.two());
        pool.doOnLoop(() -> transaction.enlist(two));
        assertEquals("repeatable read", pool.query(two, "SHOW transaction_isolation"));
        assertEquals("on", pool.query(two, "SHOW transaction_read_only"));
        assertEquals("German, DMY", pool.query(two, "SHOW datestyle"));
        assertEquals("Asia/Tokyo", pool.query(two, "SHOW timezone"));
        assertTrue(pool.run(two, "ROLLBACK TO a").ok());
        assertEquals("German, DMY", pool.query(two, "SHOW datestyle"));
        assertFalse(pool.query(two, "SHOW timezone").equals("Asia/Tokyo"));
        assertEquals(TransactionStatus.IN_TRANSACTION, two.status());
        assertEquals(2, transaction.connections().size());
        assertEquals(2, transaction.connectionsEnlisted());
    }

    @Test
    void whatWasRolledBackIsNotRepeated() {
        transaction.savepoint("a", "SAVEPOINT a");
        transaction.said("SET LOCAL datestyle TO 'German'");
        transaction.savepoint("a", "SAVEPOINT a");
        transaction.said("SET LOCAL timezone TO 'Asia/Tokyo'");
        transaction.rollBackTo("a");
        ServerConnection one = enlist();
        assertEquals("German, DMY", pool.query(one, "SHOW datestyle"));
        assertFalse(pool.query(one, "SHOW timezone").equals("Asia/Tokyo"));
        assertTrue(pool.run(one, "RELEASE a; ROLLBACK TO a").ok(), "there are two of that name");
    }

    @Test
    void whatWasReleasedStays() {
        transaction.savepoint("a", "SAVEPOINT a");
        transaction.said("SET LOCAL datestyle TO 'German'");
        transaction.savepoint("b", "SAVEPOINT b");
        transaction.said("SET LOCAL timezone TO 'Asia/Tokyo'");
        transaction.release("a");
        assertFalse(transaction.hasSavepoint("a"));
        assertFalse(transaction.hasSavepoint("b"));
        ServerConnection one = enlist();
        assertEquals("German, DMY", pool.query(one, "SHOW datestyle"));
        assertEquals("Asia/Tokyo", pool.query(one, "SHOW timezone"));
        assertEquals("3B001", String.valueOf(stateOf(one, "ROLLBACK TO a")));
    }

    @Test
    void anUnknownSavepointIsACallersMistake() {
        assertThrows(IllegalArgumentException.class, () -> transaction.rollBackTo("a"));
        assertThrows(IllegalArgumentException.class, () -> transaction.release("a"));
    }

    @Test
    void aLostConnectionIsDroppedAndNoOther() {
        ServerConnection one = enlist();
        transaction.wrote(one.shard().id());
        ServerConnection other = pool.lease(TestServer.one());
        transaction.lost(other);
        assertFalse(transaction.failed());
        assertSame(one, transaction.connection(one.shard().id()));
        transaction.lost(one);
        assertNull(transaction.connection(one.shard().id()));
        assertEquals(one.shard().id(), transaction.lost());
        assertTrue(transaction.failed());
    }

    private ServerConnection enlist() {
        ServerConnection one = pool.lease(TestServer.one());
        pool.doOnLoop(() -> transaction.enlist(one));
        assertEquals("1", pool.query(one, "SELECT 1"));
        return one;
    }

    private String stateOf(ServerConnection connection, String sql) {
        var error = pool.run(connection, sql).error();
        return error == null ? "" : error.sqlState();
    }
}
