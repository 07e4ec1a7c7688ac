/**
 * What the databases hold, read over JDBC: the planner's catalogue, the object identifiers of each database, and whether the
 * databases are fit to be used at all. Start at {@link dev.colonnade.server.catalog.CurrentCatalog}. Everything here blocks and
 * belongs on a thread of its own, never on an event loop.
 */
@NullMarked
package dev.colonnade.server.catalog;

import org.jspecify.annotations.NullMarked;
