/**
 * Queries that are finished in one PostgreSQL over gathered tables (D5): which rows and columns of each table are moved, and what the final query reads
 * in their place. Start at {@link dev.colonnade.planner.motion.GatherTables}.
 */
@NullMarked
package dev.colonnade.planner.motion;

import org.jspecify.annotations.NullMarked;
