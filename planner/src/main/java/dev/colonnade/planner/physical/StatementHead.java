package dev.colonnade.planner.physical;

import dev.colonnade.topology.PhysicalShardId;

/**
 * What every plan knows of its statement.
 *
 * @param text as the client wrote it
 * @param writes as in {@link dev.colonnade.planner.plan.StatementPlan#writes}
 * @param command as in {@link dev.colonnade.planner.plan.StatementPlan#command}
 * @param describeAt a database that has every relation named
 */
record StatementHead(String text, boolean writes, String command, PhysicalShardId describeAt) {}
