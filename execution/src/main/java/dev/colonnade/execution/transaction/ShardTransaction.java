package dev.colonnade.execution.transaction;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.topology.PhysicalShardId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's transaction over the databases it has touched so far. BEGIN touches none: a database is enlisted by the first statement that
 * needs it, with what the session has said since BEGIN (savepoints, SET LOCAL) replayed. Belongs to one event loop.
 */
public final class ShardTransaction {
    private final String begin;
    private boolean implicit;
    private boolean snapshot;
    private final Map<PhysicalShardId, ServerConnection> enlisted = new LinkedHashMap<>();
    private final Map<ServerConnection, SessionSettings> settingsBefore = new HashMap<>();
    private final List<Said> said = new ArrayList<>();
    private final Map<PhysicalShardId, Boolean> writers = new LinkedHashMap<>();
    private boolean failed;
    private @Nullable PhysicalShardId lost;
    private boolean changedSchema;
    private boolean changedSettings;
    private int connectionsEnlisted;

    /**
     * @param begin the client's BEGIN, to be repeated at each database
     * @param implicit whether it is the transaction that PostgreSQL wraps around one message or pipeline
     * @param snapshot whether its isolation level promises one snapshot, which several databases can't share
     */
    public ShardTransaction(String begin, boolean implicit, boolean snapshot) {
        this.begin = begin;
        this.implicit = implicit;
        this.snapshot = snapshot;
    }

    /** What must be repeated at a database enlisted later. */
    private record Said(@Nullable String savepoint, String sql) {}

    public boolean implicit() {
        return implicit;
    }

    /** BEGIN inside a message of several statements makes the transaction around them one that stays open. */
    public void becomeExplicit() {
        implicit = false;
    }

    /** The client's BEGIN. */
    public String begin() {
        return begin;
    }

    /** SET TRANSACTION ISOLATION LEVEL chose a level that promises one snapshot, or another. */
    public void promiseSnapshot(boolean promised) {
        snapshot = promised;
    }

    public boolean snapshot() {
        return snapshot;
    }

    /** True after an error: only ROLLBACK, COMMIT and ROLLBACK TO are obeyed. */
    public boolean failed() {
        return failed;
    }

    public void fail() {
        failed = true;
    }

    /** After ROLLBACK TO. */
    public void recover() {
        failed = false;
    }

    public Collection<ServerConnection> connections() {
        return enlisted.values();
    }

    public boolean touches(PhysicalShardId shard) {
        return enlisted.containsKey(shard);
    }

    public @Nullable ServerConnection connection(PhysicalShardId shard) {
        return enlisted.get(shard);
    }

    /** Opens the transaction on a connection; what is sent next runs inside it. */
    public void enlist(ServerConnection connection) {
        connection.prelude(String.join("; ", opening(begin)));
        settingsBefore.put(connection, connection.settings());
        enlisted.put(connection.shard().id(), connection);
        connectionsEnlisted++;
    }

    /** What an enlisted connection's server had set before its BEGIN, and has again after a rollback. */
    public SessionSettings settingsBefore(ServerConnection connection) {
        return settingsBefore.getOrDefault(connection, connection.settings());
    }

    /** What brings another connection to where the transaction is: the given BEGIN, then what was said since. */
    public List<String> opening(String start) {
        List<String> statements = new ArrayList<>(List.of(start));
        said.forEach(one -> statements.add(one.sql()));
        return statements;
    }

    /** Takes over a connection on which the transaction is open already. */
    public void adopt(ServerConnection connection) {
        settingsBefore.put(connection, connection.settings());
        enlisted.put(connection.shard().id(), connection);
        connectionsEnlisted++;
    }

    /** How many databases were ever enlisted. */
    public int connectionsEnlisted() {
        return connectionsEnlisted;
    }

    /** Some SET happened: after a rollback it isn't certain what the databases' sessions have. */
    public void settingsChanged() {
        changedSettings = true;
    }

    public boolean changedSettings() {
        return changedSettings;
    }

    /** Its commit changes what the catalogue holds. */
    public void schemaChanged() {
        changedSchema = true;
    }

    public boolean changedSchema() {
        return changedSchema;
    }

    /**
     * A connection has ended, and with it what was done on it: savepoints can't bring that back, so the transaction can only be rolled back.
     */
    public void lost(ServerConnection connection) {
        if (enlisted.remove(connection.shard().id(), connection)) {
            lost = connection.shard().id();
            failed = true;
        }
    }

    /** A database of which the transaction has lost its part; null for none. */
    public @Nullable PhysicalShardId lost() {
        return lost;
    }

    /**
     * Whether COMMIT means ROLLBACK, as in PostgreSQL after an error. Not so where a connection was lost: the client may not know it yet, and
     * gets an error.
     */
    public boolean commitsNothing() {
        return failed && lost == null;
    }

    /** The databases that it has written or may have, in the order of the first time. */
    public Set<PhysicalShardId> writers() {
        return Collections.unmodifiableSet(writers.keySet());
    }

    /** A statement that may write runs there. */
    public void mayWrite(PhysicalShardId shard) {
        writers.putIfAbsent(shard, false);
    }

    /** A statement that surely writes runs there, or has written. */
    public void wrote(PhysicalShardId shard) {
        writers.put(shard, true);
    }

    /** Whether a writer has surely written: PostgreSQL need not be asked. */
    public boolean surelyWrote(PhysicalShardId shard) {
        return writers.getOrDefault(shard, false);
    }

    /** SET LOCAL and the like: holds to the end of the transaction or of the savepoint it was said in. */
    public void said(String sql) {
        said.add(new Said(null, sql));
    }

    public void savepoint(String name, String sql) {
        said.add(new Said(name, sql));
    }

    public boolean hasSavepoint(String name) {
        return said.stream().anyMatch(one -> name.equals(one.savepoint()));
    }

    /** ROLLBACK TO: the savepoint stays, what came behind it goes. */
    public void rollBackTo(String name) {
        int at = lastIndexOf(name);
        said.subList(at + 1, said.size()).clear();
    }

    /** RELEASE: the savepoint and those behind it go; what was set stays. */
    public void release(String name) {
        int at = lastIndexOf(name);
        List<Said> kept = new ArrayList<>(said.subList(0, at));
        for (Said one : said.subList(at, said.size())) {
            if (one.savepoint() == null) {
                kept.add(one);
            }
        }
        said.clear();
        said.addAll(kept);
    }

    private int lastIndexOf(String name) {
        for (int i = said.size() - 1; i >= 0; i--) {
            if (name.equals(said.get(i).savepoint())) {
                return i;
            }
        }
        throw new IllegalArgumentException("savepoint: " + name + " (expected: an open one)");
    }
}
