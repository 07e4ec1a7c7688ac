/** Makes refusals. Start at {@link dev.colonnade.planner.refusal.Refusals}. What is refused for which reason is decided elsewhere. */
@NullMarked
package dev.colonnade.planner.refusal;

import org.jspecify.annotations.NullMarked;
