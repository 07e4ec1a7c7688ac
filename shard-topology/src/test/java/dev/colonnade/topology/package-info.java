/** Holds placements and snapshots to their promises. */
@NullMarked
package dev.colonnade.topology;

import org.jspecify.annotations.NullMarked;
