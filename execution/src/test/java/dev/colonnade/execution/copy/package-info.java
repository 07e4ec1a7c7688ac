/** Tests of the row cutter of COPY FROM. */
@NullMarked
package dev.colonnade.execution.copy;

import org.jspecify.annotations.NullMarked;
