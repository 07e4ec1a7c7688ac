package dev.colonnade.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that a killed run has left behind on a data folder: either still running, or only its {@code postmaster.pid}. Layout
 * of that file: the PostgreSQL manual, "Database File Layout"; its first line is the process id.
 */
final class LeftoverServer {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverServer.class);
    private static final String PID_FILE = "postmaster.pid";
    private static final long STOP_SECONDS_MAX = 30;

    private LeftoverServer() {}

    /** Stops the servers that run on these data folders, side by side, and removes their lock files. */
    static void end(List<Path> dataFolders) throws IOException, InterruptedException {
        List<ProcessHandle> servers = new ArrayList<>();
        for (Path data : dataFolders) {
            Optional<ProcessHandle> server = postmaster(data.resolve(PID_FILE));
            if (server.isPresent()) {
                LOG.info("stopping the server that an earlier run has left on {}: {}", data, server.get());
                requestStop(server.get());
                servers.add(server.get());
            }
        }
        for (ProcessHandle server : servers) {
            awaitStop(server);
        }
        for (Path data : dataFolders) {
            // A number that now belongs to another program would keep PostgreSQL from starting: we know better.
            Files.deleteIfExists(data.resolve(PID_FILE));
        }
    }

    private static Optional<ProcessHandle> postmaster(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.get(0).matches("-?\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Math.abs(Long.parseLong(lines.get(0))))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    }

    private static void requestStop(ProcessHandle server) throws IOException, InterruptedException {
        // SIGINT is PostgreSQL's fast shutdown; SIGTERM, all that ProcessHandle can send, would wait for the clients.
        new ProcessBuilder("sh", "-c", "kill -INT " + server.pid()).start().waitFor();
    }

    private static void awaitStop(ProcessHandle server) throws InterruptedException {
        try {
            server.onExit().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("process {} did not stop within {} s: killed", server.pid(), STOP_SECONDS_MAX, e);
            server.destroyForcibly();
        }
    }
}
