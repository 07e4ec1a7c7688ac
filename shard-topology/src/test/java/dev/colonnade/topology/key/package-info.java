/** Holds the key hashes and the key texts against what real servers answered. */
@NullMarked
package dev.colonnade.topology.key;

import org.jspecify.annotations.NullMarked;
