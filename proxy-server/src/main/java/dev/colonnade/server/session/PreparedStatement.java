package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.planner.PlanContext;
import dev.colonnade.planner.Planned;
import org.jspecify.annotations.Nullable;

/** What Parse made: a text, its declared parameter types, and the plan for the topology and catalogue it was last used under. */
final class PreparedStatement {
    final String name;
    final String text;
    final int[] parameterTypes;
    Planned planned;

    /** What {@link #planned} was made for. */
    PlanContext plannedFor;

    /** Executing it ties the session to its connection. */
    boolean leavesState;

    /** The statement as servers know it under the session's settings; null until it is needed, or when they changed. */
    @Nullable
    ServerStatement server;

    /** The settings' folded form that {@link #server} belongs to. */
    String serverSettings = "";

    PreparedStatement(String name, String text, int[] parameterTypes, Planned planned, PlanContext plannedFor) {
        this.name = name;
        this.text = text;
        this.parameterTypes = parameterTypes;
        this.planned = planned;
        this.plannedFor = plannedFor;
    }
}
