/**
 * One planner per kind of statement: shape and topology to a plan that binds parameters fast. Start at {@link
 * dev.colonnade.planner.physical.StatementPlanner}.
 */
@NullMarked
package dev.colonnade.planner.physical;

import org.jspecify.annotations.NullMarked;
