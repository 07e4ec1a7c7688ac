package dev.colonnade.cli;

import dev.colonnade.cli.console.CommandFailure;
import dev.colonnade.cli.dev.ProxyHandle;
import dev.colonnade.server.ProxyServer;
import dev.colonnade.server.ProxyStartException;
import dev.colonnade.server.config.InvalidConfigException;
import dev.colonnade.server.config.ProxyConfig;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.store.InvalidTopologyException;
import dev.colonnade.topology.store.TopologyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The one place where the commands meet the proxy: reads what it is given and starts it, with failures put in words for the user. */
final class Wiring {
    private Wiring() {}

    /** A configuration file: what the proxy does, and for which topology. */
    record Configuration(ProxyConfig proxy, Topology topology) {}

    /** Reads a file that holds the proxy's settings and its topology; a failure lists the problems of both. */
    static Configuration configuration(Path file) throws CommandFailure {
        List<String> problems = new ArrayList<>();
        Set<String> named = new HashSet<>();
        ProxyConfig proxy = null;
        Topology topology = null;
        try {
            topology = TopologyFile.read(file);
        } catch (InvalidTopologyException e) {
            problems.addAll(lines(e));
            e.problems().forEach(problem -> named.add(problem.key()));
        }
        try {
            proxy = ProxyConfig.read(file);
        } catch (InvalidConfigException e) {
            // the file's schema has said it already, and in which line
            e.problems().stream()
                    .filter(problem -> !named.contains(problem.key()))
                    .forEach(problem -> problems.add(problem.toString()));
        }
        if (proxy == null || topology == null) {
            throw new CommandFailure(String.join("\n", problems));
        }
        return new Configuration(proxy, topology);
    }

    static Topology topology(Path file) throws CommandFailure {
        try {
            return TopologyFile.read(file);
        } catch (InvalidTopologyException e) {
            throw new CommandFailure(String.join("\n", lines(e)), e);
        }
    }

    static ProxyServer start(Configuration configuration) throws CommandFailure {
        try {
            return ProxyServer.start(configuration.proxy(), configuration.topology());
        } catch (ProxyStartException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** A proxy for {@code dev}. */
    static ProxyHandle startForDevelopment(Topology topology, String serverUser, int port, int adminPort)
            throws CommandFailure {
        ProxyConfig base = ProxyConfig.forDevelopment(port, adminPort);
        ProxyConfig config = base.withServers(
                new ProxyConfig.Servers(serverUser, null, base.servers().connectTimeout()));
        return new Running(start(new Configuration(config, topology)));
    }

    private static List<String> lines(RuntimeException invalid) {
        return String.valueOf(invalid.getMessage()).lines().toList();
    }

    private record Running(ProxyServer server) implements ProxyHandle {
        @Override
        public int port() {
            return server.port();
        }

        @Override
        public int adminPort() {
            return server.adminPort();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
