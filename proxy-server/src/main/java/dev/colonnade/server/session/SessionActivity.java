package dev.colonnade.server.session;

import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.planner.plan.Verdict;
import dev.colonnade.topology.PhysicalShardId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session is doing, for operators and meters. Written on its event loop, read from anywhere; may lag behind by a statement. */
final class SessionActivity {
    private final ClientSession session;
    private @Nullable Verdict startedVerdict;
    private long startedNanos;
    private volatile SessionView.State state = SessionView.State.IDLE;
    private volatile long stateNanos = System.nanoTime();
    private volatile List<PhysicalShardId> enlisted = List.of();

    SessionActivity(ClientSession session) {
        this.session = session;
    }

    SessionView view() {
        long nanos = System.nanoTime() - stateNanos;
        return new SessionView(
                state,
                session.context.clock().instant().minusNanos(nanos),
                session.planning.text(),
                applicationName(),
                enlisted,
                session.connections.reserved() == null ? List.of() : List.of("session state"));
    }

    private String applicationName() {
        return switch (session.settings.values().get("application_name")) {
            case null -> "";
            case SessionSettings.Value.Plain(String text) -> text;
            case SessionSettings.Value.Sql(String text) -> text.replace("'", "");
            case SessionSettings.Value.Merged merged -> merged.text();
        };
    }

    /** One statement for one database begins. */
    void started(Verdict verdict) {
        startedVerdict = verdict;
        startedNanos = System.nanoTime();
        stateNanos = startedNanos;
        state = SessionView.State.ACTIVE;
    }

    /** A statement begins whose figures are taken elsewhere. */
    void started() {
        stateNanos = System.nanoTime();
        state = SessionView.State.ACTIVE;
    }

    /** The statement that {@link #started(Verdict)} announced is over. */
    void over() {
        Verdict verdict = startedVerdict;
        if (verdict != null) {
            startedVerdict = null;
            session.context.metrics().statement(verdict, 1, System.nanoTime() - startedNanos);
        }
    }

    /** Nothing runs any more. */
    void waits() {
        SessionView.State now = switch (session.status()) {
            case IDLE -> SessionView.State.IDLE;
            case IN_TRANSACTION -> SessionView.State.IN_TRANSACTION;
            case FAILED -> SessionView.State.FAILED;
        };
        if (state != now) {
            ShardTransaction current = session.transaction;
            enlisted = current == null
                    ? List.of()
                    : current.connections().stream().map(c -> c.shard().id()).toList();
            stateNanos = System.nanoTime();
            state = now;
        }
    }
}
