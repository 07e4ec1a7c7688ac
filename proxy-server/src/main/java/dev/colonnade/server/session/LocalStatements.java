package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.planner.Planned;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.BackendWriter;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Statements that the session does itself: transaction control, settings, schema changes, EXPLAIN (SHARDS). */
final class LocalStatements {
    private LocalStatements() {}

    /** Told once. */
    interface Done {
        void done(String tag);

        void failed(ErrorFields error);
    }

    /** COMMIT, ROLLBACK, ROLLBACK TO: obeyed in a failed transaction too. */
    static boolean endsTransaction(Planned planned) {
        return planned instanceof Planned.ForSession own
                && switch (own.statement()) {
                    case Statement.Transaction transaction ->
                        switch (transaction.kind()) {
                            case COMMIT, ROLLBACK, ROLLBACK_TO -> true;
                            case BEGIN, SAVEPOINT, RELEASE, PREPARE_TRANSACTION, COMMIT_PREPARED, ROLLBACK_PREPARED ->
                                false;
                        };
                    case Statement.Empty empty -> true;
                    default -> false;
                };
    }

    /** Whether it must not run inside a server's own implicit transaction; what is refused anyway mustn't end that first. */
    static boolean needsEmptyBatch(Planned planned) {
        return !(planned instanceof Planned.ForSession own
                && (own.statement() instanceof Statement.Explain
                        || own.statement() instanceof Statement.Other
                        || own.statement() instanceof Statement.Prepare
                        || own.statement() instanceof Statement.Execute));
    }

    /** The columns that Describe announces; null for none. */
    static @Nullable RowDescription rows(Planned planned) {
        return planned instanceof Planned.ForSession own && own.statement() instanceof Statement.Explain
                ? ShardsExplanation.COLUMNS
                : null;
    }

    static void run(ClientSession session, Planned planned, Done done) {
        switch (planned) {
            case Planned.ForSession own -> run(session, own.statement(), own.text(), done);
            case Planned.SchemaChange change -> SchemaChanges.run(session, change, done);
            case Planned.CopyIn copy -> CopySplit.start(session, copy, done);
            case Planned.CopyOut copy -> CopyOut.run(session, copy, done);
            case Planned.Routed routed -> throw new IllegalStateException("a route is not the session's to run");
        }
    }

    private static void run(ClientSession session, Statement statement, String text, Done done) {
        switch (statement) {
            case Statement.Transaction transaction -> transaction(session, transaction, text, done);
            case Statement.Set set -> new SettingChange(session, done).set(set, text);
            case Statement.Reset reset -> new SettingChange(session, done).reset(reset.name());
            case Statement.Discard discard -> discard(session, discard, done);
            case Statement.Deallocate deallocate -> deallocate(session, deallocate, done);
            case Statement.Explain explain -> ShardsExplanation.run(session, explain, text, done);
            case Statement.Empty empty -> done.done("");
            case Statement.Other other ->
                done.failed(ErrorResponses.unsupported(
                        other.what().toUpperCase(Locale.ROOT), "Use it on one database directly."));
            case Statement.Prepare prepare ->
                done.failed(ErrorResponses.unsupported(
                        "PREPARE as an SQL statement", "Prepare through the driver (extended protocol)."));
            case Statement.Execute execute ->
                done.failed(ErrorResponses.unsupported(
                        "EXECUTE as an SQL statement", "Prepare through the driver (extended protocol)."));
            case Statement.Show show -> throw new IllegalStateException("SHOW is routed");
            case Statement.Copy copy -> throw new IllegalStateException("COPY is planned");
            case Statement.Ddl ddl -> throw new IllegalStateException("a schema change is planned");
            case Statement.Select select -> throw new IllegalStateException("a query is routed");
            case Statement.Insert insert -> throw new IllegalStateException("an INSERT is routed");
            case Statement.Update update -> throw new IllegalStateException("an UPDATE is routed");
            case Statement.Delete delete -> throw new IllegalStateException("a DELETE is routed");
            case Statement.Merge merge -> throw new IllegalStateException("a MERGE is routed");
        }
    }

    // ---- transactions

    private static void transaction(ClientSession session, Statement.Transaction statement, String text, Done done) {
        ShardTransaction open = session.transaction;
        switch (statement.kind()) {
            case BEGIN -> begin(session, text, done);
            case COMMIT -> {
                if (open == null || open.implicit()) {
                    warn(session, SqlState.NO_ACTIVE_TRANSACTION, "there is no transaction in progress");
                }
                end(session, statement, open == null || !open.commitsNothing(), done);
            }
            case ROLLBACK -> {
                if (open == null || open.implicit()) {
                    warn(session, SqlState.NO_ACTIVE_TRANSACTION, "there is no transaction in progress");
                }
                end(session, statement, false, done);
            }
            case SAVEPOINT -> savepoint(session, name(statement), text, done);
            case RELEASE -> release(session, name(statement), text, done);
            case ROLLBACK_TO -> rollBackTo(session, name(statement), text, done);
            case PREPARE_TRANSACTION, COMMIT_PREPARED, ROLLBACK_PREPARED ->
                done.failed(ErrorResponses.unsupported(
                        "two-phase commit by the client", "Use COMMIT; the proxy decides how."));
        }
    }

    private static String name(Statement.Transaction statement) {
        String name = statement.name();
        return name == null ? "" : name;
    }

    private static void begin(ClientSession session, String text, Done done) {
        ShardTransaction open = session.transaction;
        if (open == null) {
            session.transaction = new ShardTransaction(text, false, promisesSnapshot(session, text));
            session.settingsFrames.begin(session.settings);
        } else if (open.implicit()) {
            open.becomeExplicit();
            session.settingsFrames.begin(session.settings);
        } else {
            warn(session, SqlState.ACTIVE_TRANSACTION, "there is already a transaction in progress");
        }
        done.done(text.stripLeading().regionMatches(true, 0, "start", 0, 5) ? "START TRANSACTION" : "BEGIN");
    }

    /** Whether a transaction that begins like this reads one snapshot. */
    static boolean promisesSnapshot(ClientSession session, String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.contains("ISOLATION")) {
            return upper.contains("REPEATABLE") || upper.contains("SERIALIZABLE");
        }
        SessionSettings.Value level = session.settings.values().get("default_transaction_isolation");
        return level != null
                && (level.toString().toUpperCase(Locale.ROOT).contains("REPEATABLE")
                        || level.toString().toUpperCase(Locale.ROOT).contains("SERIALIZABLE"));
    }

    private static void end(ClientSession session, Statement.Transaction statement, boolean commit, Done done) {
        ShardTransaction open = session.transaction;
        String again = statement.chain() && open != null ? open.begin() : null;
        endTransaction(session, commit, new Done() {
            @Override
            public void done(String tag) {
                if (again != null) {
                    session.transaction = new ShardTransaction(again, false, promisesSnapshot(session, again));
                    session.settingsFrames.begin(session.settings);
                }
                done.done(tag);
            }

            @Override
            public void failed(ErrorFields error) {
                done.failed(error);
            }
        });
    }

    /** COMMIT or ROLLBACK on all that is enlisted; the session has no transaction afterwards, and all its connections are given back. */
    static void endTransaction(ClientSession session, boolean commit, Done done) {
        session.relay.detach();
        ShardTransaction open = session.transaction;
        if (open == null) {
            done.done(commit ? "COMMIT" : "ROLLBACK");
            return;
        }
        SessionSettings before = session.settings;
        SessionSettings atBegin = session.settingsFrames.atBegin(before);
        session.settings = session.settingsFrames.end(commit, before);
        if (!atBegin.equals(before)) {
            open.settingsChanged();
        }
        new TransactionEnd(session, open, commit, atBegin, done).start();
    }

    private static void savepoint(ClientSession session, String name, String text, Done done) {
        ShardTransaction open = session.transaction;
        if (open == null || open.implicit()) {
            done.failed(ErrorFields.error(
                    SqlState.NO_ACTIVE_TRANSACTION, "SAVEPOINT can only be used in transaction blocks"));
            return;
        }
        onAllEnlisted(session, open, text, "SAVEPOINT", done, () -> {
            open.savepoint(name, text);
            session.settingsFrames.savepoint(name, session.settings);
        });
    }

    private static void release(ClientSession session, String name, String text, Done done) {
        ShardTransaction open = knownSavepoint(session, "RELEASE SAVEPOINT", name, done);
        if (open != null) {
            onAllEnlisted(session, open, text, "RELEASE", done, () -> {
                open.release(name);
                session.settingsFrames.release(name);
            });
        }
    }

    private static void rollBackTo(ClientSession session, String name, String text, Done done) {
        ShardTransaction open = knownSavepoint(session, "ROLLBACK TO SAVEPOINT", name, done);
        if (open != null && open.lost() != null) {
            done.failed(ErrorResponses.connectionLost(open.lost().value()));
        } else if (open != null) {
            SessionSettings before = session.settings;
            SessionSettings restored = session.settingsFrames.rollBackTo(name, before);
            // a database enlisted after the SET had it before its BEGIN, so that its rollback alone doesn't take it
            // back
            List<String> back = before.changesTo(restored);
            String sql = back.isEmpty() ? text : text + "; " + String.join("; ", back);
            onAllEnlisted(session, open, sql, "ROLLBACK", done, () -> {
                open.rollBackTo(name);
                open.recover();
                if (!back.isEmpty()) {
                    open.settingsChanged();
                    session.settings = restored;
                    open.connections().forEach(connection -> connection.settingsAre(restored));
                    open.connections().stream().findFirst().ifPresent(one -> session.reported.report(one.parameters()));
                }
            });
        }
    }

    private static @Nullable ShardTransaction knownSavepoint(
            ClientSession session, String command, String name, Done done) {
        ShardTransaction open = session.transaction;
        if (open == null || open.implicit()) {
            done.failed(ErrorFields.error(
                    SqlState.NO_ACTIVE_TRANSACTION, command + " can only be used in transaction blocks"));
            return null;
        }
        if (!open.hasSavepoint(name)) {
            done.failed(ErrorFields.error(SqlState.UNDEFINED_SAVEPOINT, "savepoint \"" + name + "\" does not exist"));
            return null;
        }
        return open;
    }

    static void onAllEnlisted(
            ClientSession session, ShardTransaction open, String sql, String tag, Done done, Runnable then) {
        session.relay.detach();
        Sequence.run(List.copyOf(open.connections()), sql, new Done() {
            @Override
            public void done(String lastTag) {
                then.run();
                done.done(tag);
            }

            @Override
            public void failed(ErrorFields error) {
                done.failed(error);
            }
        });
    }

    // ---- the rest

    private static void discard(ClientSession session, Statement.Discard discard, Done done) {
        if (discard.what().equals("all")) {
            if (session.transaction != null && !session.transaction.implicit()) {
                done.failed(ErrorFields.error(
                        SqlState.ACTIVE_TRANSACTION, "DISCARD ALL cannot run inside a transaction block"));
                return;
            }
            session.extended().deallocate(null);
            session.settings = session.startupSettings;
            ServerConnection own = session.connections.reserved();
            if (own != null) {
                session.connections.unreserve();
                own.run("DISCARD ALL", outcome -> {
                    own.forgetAllStatements();
                    own.settingsAre(SessionSettings.NONE);
                    own.release();
                    done.done("DISCARD ALL");
                });
                return;
            }
        }
        done.done("DISCARD " + discard.what().toUpperCase(Locale.ROOT));
    }

    private static void deallocate(ClientSession session, Statement.Deallocate deallocate, Done done) {
        String name = deallocate.name();
        if (session.extended().deallocate(name)) {
            done.done(name == null ? "DEALLOCATE ALL" : "DEALLOCATE");
        } else {
            done.failed(ErrorFields.error(
                    SqlState.UNDEFINED_PREPARED_STATEMENT, "prepared statement \"" + name + "\" does not exist"));
        }
    }

    static void warn(ClientSession session, String sqlState, String message) {
        BackendWriter.notice(session.client.own(), ErrorFields.of("WARNING", sqlState, message, "", ""));
    }

    /** The names of shards, for messages. */
    static String names(List<PhysicalShardId> shards) {
        StringBuilder text = new StringBuilder();
        for (PhysicalShardId shard : shards) {
            text.append(text.isEmpty() ? "\"" : ", \"").append(shard.value()).append('"');
        }
        return text.toString();
    }
}
