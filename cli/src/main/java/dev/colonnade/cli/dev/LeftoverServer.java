package dev.colonnade.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final long STOP_SECONDS_MAX = 30;

    private LeftoverServer() {}

    /** Stops the server that runs on this data folder, if any, and removes its lock file. */
    static void end(Path data) throws IOException, InterruptedException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> server = postmaster(pidFile);
        if (server.isPresent()) {
            LOG.info(
                    "stopping the server that an earlier run has left on {}: process {}",
                    data,
                    server.get().pid());
            stop(server.get());
        }
        // A number that now belongs to another program would keep PostgreSQL from starting: we know better.
        Files.deleteIfExists(pidFile);
    }

    private static Optional<ProcessHandle> postmaster(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.get(0).matches("-?\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Math.abs(Long.parseLong(lines.get(0))))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    }

    private static void stop(ProcessHandle server) throws IOException, InterruptedException {
        // SIGINT is PostgreSQL's fast shutdown; SIGTERM, all that ProcessHandle can send, would wait for the clients.
        new ProcessBuilder("sh", "-c", "kill -INT " + server.pid()).start().waitFor();
        try {
            server.onExit().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("process {} did not stop within {} s: killed", server.pid(), STOP_SECONDS_MAX, e);
            server.destroyForcibly();
        }
    }
}
