/**
 * What lives where, as immutable snapshots. Start at {@link dev.colonnade.topology.Topology}. Not here: files, databases
 * and JSON, which belong to {@code topology.store}.
 */
@NullMarked
package dev.colonnade.topology;

import org.jspecify.annotations.NullMarked;
