/** What the planner may know about tables and types; filled from outside. Start at {@link dev.colonnade.planner.catalog.SchemaCatalog}. */
@NullMarked
package dev.colonnade.planner.catalog;

import org.jspecify.annotations.NullMarked;
