/**
 * Cuts the stream of COPY FROM STDIN (text and CSV) into rows as PostgreSQL would, and finds the database of each row's key: start with
 * {@link dev.colonnade.execution.copy.CopyRows} and {@link dev.colonnade.execution.copy.CopyRouter}. Knows nothing of connections; values
 * other than keys aren't looked at.
 */
@NullMarked
package dev.colonnade.execution.copy;

import org.jspecify.annotations.NullMarked;
