/** Links to PostgreSQL servers and who may use them: start at {@link dev.colonnade.execution.pool.ServerPool}. Everything here belongs to one event loop. */
@NullMarked
package dev.colonnade.execution.pool;

import org.jspecify.annotations.NullMarked;
