/**
 * From what is proven and the values of one Bind to the databases that are needed. Start at {@link dev.colonnade.planner.logical.Router}.
 */
@NullMarked
package dev.colonnade.planner.logical;

import org.jspecify.annotations.NullMarked;
