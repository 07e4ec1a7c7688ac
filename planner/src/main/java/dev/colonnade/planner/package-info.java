/**
 * From a statement's text to a plan: parse, shape, logical, physical, check. Start at {@link dev.colonnade.planner.QueryPlanner}. A pure function
 * of text, topology, catalogue and search path; nothing here talks to a database.
 */
@NullMarked
package dev.colonnade.planner;

import org.jspecify.annotations.NullMarked;
