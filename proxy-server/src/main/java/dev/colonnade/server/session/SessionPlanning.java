package dev.colonnade.server.session;

import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.planner.PlanContext;
import dev.colonnade.planner.Planned;
import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.planner.sql.StatementSplitter;
import dev.colonnade.topology.Topology;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans a session's statements for the topology, the catalogue and the search path of the moment. Belongs to the session's event loop. */
final class SessionPlanning {
    private final ClientSession session;
    private @Nullable PlanContext last;
    private @Nullable SessionSettings lastSettings;
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
            known = new PlanContext(topology, catalog, searchPath(settings));
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

    private List<String> searchPath(SessionSettings settings) {
        SessionSettings.Value value = settings.values().get("search_path");
        return value == null ? SearchPath.standard(session.user()) : SearchPath.parse(value, session.user());
    }

    Planned plan(String sql, PlanContext context) {
        return plan(new StatementSplitter.Piece(sql, 0, null), context);
    }

    Planned plan(StatementSplitter.Piece statement, PlanContext context) {
        text = statement.text();
        return session.context.planner().plan(statement, context);
    }

    /** The text planned last; empty before the first. May be asked from anywhere. */
    String text() {
        return text;
    }
}
