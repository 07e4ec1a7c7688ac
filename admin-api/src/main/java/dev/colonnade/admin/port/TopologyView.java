package dev.colonnade.admin.port;

import dev.colonnade.topology.Topology;

/** The topology version that the proxy serves by now. */
@FunctionalInterface
public interface TopologyView {
    Topology current();
}
