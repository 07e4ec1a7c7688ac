/** Reads samples, wrong documents and garbage. */
@NullMarked
package dev.colonnade.topology.store;

import org.jspecify.annotations.NullMarked;
