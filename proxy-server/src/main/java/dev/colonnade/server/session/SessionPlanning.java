package dev.colonnade.server.session;

import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.planner.PlanContext;
import dev.colonnade.planner.Planned;
import dev.colonnade.planner.QueryPlanner;
import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.sql.StatementSplitter;
import dev.colonnade.topology.Topology;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Plans a session's statements for the topology, the catalogue and the search path of the moment. Belongs to the session's event loop. */
final class SessionPlanning {
    private final ClientSession session;
    private @Nullable PlanContext last;
    private @Nullable SessionSettings lastSettings;
    private @Nullable Elsewhere elsewhere;
    private volatile String text = "";

    SessionPlanning(ClientSession session) {
        this.session = session;
    }

    /** The same object as long as nothing changed, so that plans can be compared by it. */
    @SuppressWarnings("ReferenceEquality") // snapshots are compared by identity on purpose: it costs nothing
    PlanContext context() {
        Topology topology = session.context.topology().snapshot();
        SchemaCatalog catalog = session.context.catalog().get();
        SessionSettings settings = session.settings;
        PlanContext known = last;
        if (known == null || known.topology() != topology || known.catalog() != catalog || lastSettings != settings) {
            known = new PlanContext(topology, catalog, searchPath(settings, catalog.start()));
            last = known;
            lastSettings = settings;
        }
        return known;
    }

    /** Whether the statement's plan is for the topology, catalogue and settings of now. */
    @SuppressWarnings("ReferenceEquality") // see context
    boolean current(PreparedStatement statement) {
        return statement.plannedFor == context();
    }

    /** As the server sees it: its role, its default. */
    private static List<String> searchPath(SessionSettings settings, SchemaCatalog.SessionStart start) {
        String login = text(settings, "session_authorization", start.role());
        String role = text(settings, "role", "none");
        return SearchPath.parse(
                text(settings, "search_path", start.searchPath()),
                SearchPath.name(role.equalsIgnoreCase("none") ? login : role));
    }

    private static String text(SessionSettings settings, String name, String otherwise) {
        SessionSettings.Value value = settings.values().get(name);
        return value == null ? otherwise : value.text();
    }

    Planned plan(String sql, PlanContext context) {
        return plan(new StatementSplitter.Piece(sql, 0, null), context);
    }

    private Planned plan(StatementSplitter.Piece statement, PlanContext context) {
        text = statement.text();
        return session.context.planner().plan(statement, context);
    }

    /**
     * As {@link #plan}, but a long text that isn't known is planned elsewhere meanwhile: null where the message has to wait and be taken again.
     *
     * @throws PlanningException where it is refused
     */
    @Nullable
    Planned planOrWait(StatementSplitter.Piece statement, PlanContext context) {
        QueryPlanner planner = session.context.planner();
        if (!planner.isSlow(statement.text(), context)) {
            elsewhere = null;
            return plan(statement, context);
        }
        text = statement.text();
        Elsewhere waited = elsewhere;
        if (waited == null || !waited.isOf(text, context)) {
            waited = planElsewhere(statement, context);
            elsewhere = waited;
        }
        if (!waited.plan().isDone()) {
            session.await();
            return null;
        }
        elsewhere = null;
        return waited.result();
    }

    @SuppressWarnings("ReferenceEquality") // the session may be about something else by then
    private Elsewhere planElsewhere(StatementSplitter.Piece statement, PlanContext context) {
        SessionContext shared = session.context;
        Elsewhere started = new Elsewhere(
                statement.text(),
                context,
                shared.planner().planElsewhere(statement, context, shared.planningThreads()));
        EventLoop loop = session.channel().eventLoop();
        started.plan()
                .whenComplete((made, refused) -> loop.execute(() -> {
                    if (elsewhere == started) {
                        session.resumeLater();
                    }
                }));
        return started;
    }

    /** A plan that is being made on another thread. */
    private record Elsewhere(String text, PlanContext context, CompletableFuture<Planned> plan) {
        @SuppressWarnings("ReferenceEquality") // see context
        boolean isOf(String other, PlanContext now) {
            return context == now && text.equals(other);
        }

        Planned result() {
            try {
                return plan.join();
            } catch (CompletionException failed) {
                if (failed.getCause() instanceof PlanningException refused) {
                    throw new PlanningException(refused.refusal());
                }
                throw failed;
            }
        }
    }

    /** The text planned last; empty before the first. May be asked from anywhere. */
    String text() {
        return text;
    }
}
