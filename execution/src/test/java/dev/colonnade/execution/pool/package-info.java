/** Pools and connections against a real server; {@link dev.colonnade.execution.pool.TestServer} and {@link dev.colonnade.execution.pool.TestPool} serve other packages' tests too. */
@NullMarked
package dev.colonnade.execution.pool;

import org.jspecify.annotations.NullMarked;
