/**
 * Motion (D5): rows of several databases are gathered and go to one PostgreSQL, as parameters or in a temporary table, where the rest of the
 * statement runs. Start at {@link dev.colonnade.execution.motion.MotionRun}. Belongs to one event loop.
 */
@NullMarked
package dev.colonnade.execution.motion;

import org.jspecify.annotations.NullMarked;
