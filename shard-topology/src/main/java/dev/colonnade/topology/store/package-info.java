/**
 * Keeps topologies: reads them from configuration files. Start at {@link dev.colonnade.topology.store.TopologyFile}. The
 * one package here that knows JSON and YAML.
 */
@NullMarked
package dev.colonnade.topology.store;

import org.jspecify.annotations.NullMarked;
