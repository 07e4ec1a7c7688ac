/** Transactions that enlist connections to a real server. */
@NullMarked
package dev.colonnade.execution.transaction;

import org.jspecify.annotations.NullMarked;
