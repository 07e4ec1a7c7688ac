package dev.colonnade.planner.plan;

import dev.colonnade.topology.PhysicalShardId;

/**
 * What is true of a statement's text under one topology and catalogue, for all parameter values. Immutable and shared between sessions.
 */
public interface StatementPlan {
    /** The statement as the client wrote it, without a terminating semicolon. */
    String text();

    /** True where any execution may change data, lock rows or call a volatile function that may: decides what counts as a write in a transaction. */
    boolean writes();

    /** The first word of the command tag in upper case: SELECT, INSERT, UPDATE ...; for messages and metrics. */
    String command();

    /** A database where the client's own text can be parsed and described: it holds every relation named. */
    PhysicalShardId describeAt();

    /**
     * Where the statement goes for these parameter values.
     *
     * @throws PlanningException where no proven plan exists for them
     */
    PhysicalPlan bind(ParameterValues parameters);
}
