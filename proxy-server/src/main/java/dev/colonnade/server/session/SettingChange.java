package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.List;
import java.util.Locale;

/**
 * SET and RESET. The session's settings are the proxy's own record; a server is asked to take a new value before it counts, so that names
 * and values are judged by PostgreSQL.
 */
final class SettingChange {
    private final ClientSession session;
    private final LocalStatements.Done done;

    SettingChange(ClientSession session, LocalStatements.Done done) {
        this.session = session;
        this.done = done;
    }

    void set(Statement.Set set, String text) {
        ErrorFields refused = FixedSettings.refused("ERROR", set.name(), set.value());
        if (refused != null) {
            done.failed(refused);
            return;
        }
        ShardTransaction open = session.transaction;
        if (set.name().startsWith("transaction_")) {
            // as SET TRANSACTION, but without a warning where there is none
            if (open == null || open.implicit()) {
                done.done("SET");
            } else {
                forTransaction(open, set, text);
            }
            return;
        }
        if (set.name().equals("constraints") || set.name().equals("transaction") || set.local()) {
            if (open == null || open.implicit()) {
                LocalStatements.warn(
                        session,
                        SqlState.NO_ACTIVE_TRANSACTION,
                        (set.local() ? "SET LOCAL" : "SET " + set.name().toUpperCase(Locale.ROOT))
                                + " can only be used in transaction blocks");
                done.done("SET");
                return;
            }
            forTransaction(open, set, text);
            return;
        }
        if (set.name().equals("session characteristics")) {
            characteristics(set.value());
            return;
        }
        change(
                set.value().equalsIgnoreCase("default")
                        ? back(set.name())
                        : session.settings.with(set.name(), new SessionSettings.Value.Sql(set.value())),
                "SET");
    }

    void reset(String name) {
        change(name.equals("all") ? session.startupSettings : back(name), "RESET");
    }

    /** RESET goes to what the startup packet said, or else to the server's default. */
    private SessionSettings back(String name) {
        SessionSettings.Value atStartup = session.startupSettings.values().get(name);
        return atStartup == null ? session.settings.without(name) : session.settings.with(name, atStartup);
    }

    /** A database judges it: the catalogue home where the transaction has touched none. */
    private void forTransaction(ShardTransaction open, Statement.Set set, String text) {
        if (open.connections().isEmpty()) {
            session.connections.whenAcquired(
                    session.topology().catalogHome(), home -> onAll(open, set, text), done::failed);
        } else {
            onAll(open, set, text);
        }
    }

    private void onAll(ShardTransaction open, Statement.Set set, String text) {
        String tag = set.name().equals("constraints") ? "SET CONSTRAINTS" : "SET";
        LocalStatements.onAllEnlisted(session, open, text, tag, done, () -> {
            String upper = text.toUpperCase(Locale.ROOT);
            if (upper.contains("ISOLATION")) {
                open.promiseSnapshot(upper.contains("REPEATABLE") || upper.contains("SERIALIZABLE"));
            }
            open.said(text);
            open.connections().stream().findFirst().ifPresent(one -> session.reported.report(one.parameters()));
        });
    }

    private void characteristics(String value) {
        String upper = value.toUpperCase(Locale.ROOT);
        SessionSettings changed = session.settings;
        int level = upper.indexOf("ISOLATION LEVEL");
        if (level >= 0) {
            String name = upper.contains("SERIALIZABLE")
                    ? "serializable"
                    : upper.contains("REPEATABLE READ")
                            ? "repeatable read"
                            : upper.contains("UNCOMMITTED") ? "read uncommitted" : "read committed";
            changed = changed.with("default_transaction_isolation", new SessionSettings.Value.Plain(name));
        }
        if (upper.contains("READ ONLY") || upper.contains("READ WRITE")) {
            changed = changed.with(
                    "default_transaction_read_only",
                    new SessionSettings.Value.Plain(upper.contains("READ ONLY") ? "on" : "off"));
        }
        if (upper.contains("DEFERRABLE")) {
            changed = changed.with(
                    "default_transaction_deferrable",
                    new SessionSettings.Value.Plain(upper.contains("NOT DEFERRABLE") ? "off" : "on"));
        }
        change(changed, "SET");
    }

    /** In a transaction every enlisted server takes it; otherwise one server does, for judgement. */
    private void change(SessionSettings wanted, String tag) {
        ShardTransaction open = session.transaction;
        List<ServerConnection> connections = open == null ? List.of() : List.copyOf(open.connections());
        List<String> statements = session.settings.changesTo(wanted);
        if (statements.isEmpty()) {
            done.done(tag);
            return;
        }
        if (connections.isEmpty()) {
            judged(wanted, tag);
            return;
        }
        session.relay.detach();
        Sequence.run(connections, String.join("; ", statements), new LocalStatements.Done() {
            @Override
            public void done(String lastTag) {
                connections.forEach(connection -> connection.settingsAre(wanted));
                taken(wanted, connections.getFirst(), tag);
            }

            @Override
            public void failed(ErrorFields error) {
                SettingChange.this.done.failed(error);
            }
        });
    }

    private void judged(SessionSettings wanted, String tag) {
        SessionStart.lease(session.topology(), session.connections.pool(), wanted, new SessionStart.Leased() {
            @Override
            public void ready(ServerConnection connection) {
                taken(wanted, connection, tag);
                connection.release();
            }

            @Override
            public void failed(ErrorFields error) {
                done.failed(error);
            }
        });
    }

    private void taken(SessionSettings wanted, ServerConnection judge, String tag) {
        session.settings = wanted.reported(judge.parameters());
        session.reported.report(judge.parameters());
        done.done(tag);
    }
}
