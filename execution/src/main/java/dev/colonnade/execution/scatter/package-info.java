/** Several branches in flight for one statement: demand, first error wins. Start at {@link dev.colonnade.execution.scatter.ScatterRun}. */
@NullMarked
package dev.colonnade.execution.scatter;

import org.jspecify.annotations.NullMarked;
