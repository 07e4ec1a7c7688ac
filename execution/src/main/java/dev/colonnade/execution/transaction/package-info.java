/** Which server connections a client transaction holds, and what they must be told: {@link dev.colonnade.execution.transaction.ShardTransaction}. */
@NullMarked
package dev.colonnade.execution.transaction;

import org.jspecify.annotations.NullMarked;
