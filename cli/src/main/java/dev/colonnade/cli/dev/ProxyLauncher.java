package dev.colonnade.cli.dev;

import dev.colonnade.topology.Topology;

/** Starts a proxy in this process. */
@FunctionalInterface
public interface ProxyLauncher {

    /**
     * Starts a proxy that listens on loopback, trusts everybody there, and speaks to the shards as {@code serverUser} without a password.
     *
     * @param port where clients connect; 0 for any free one
     * @param adminPort where the admin API answers; 0 for any free one
     * @throws Exception if it can't start; the message is for the user
     */
    ProxyHandle start(Topology topology, String serverUser, int port, int adminPort) throws Exception;
}
