package dev.colonnade.cli.dev;

import dev.colonnade.cli.console.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** All shards of a development installation, started and stopped side by side. */
final class EmbeddedFleet implements AutoCloseable {
    private static final int LOG_LINES_SHOWN = 3;

    private final ExecutorService starters = Executors.newCachedThreadPool(task -> new Thread(task, "embedded"));
    private final StopList stopList;
    private final List<EmbeddedShard> shards = new ArrayList<>();

    /** A fleet without servers; it puts itself on the list, so that servers whose start is under way are stopped too. */
    EmbeddedFleet(StopList stopList) {
        this.stopList = stopList;
        stopList.add(this);
    }

    /** Starts one server per id and returns them in the order of the ids. */
    List<EmbeddedShard> start(List<String> ids, String database, DataFolder folder, Path binaries)
            throws IOException, InterruptedException, CommandFailure {
        List<Integer> ports = freePorts(ids.size());
        List<Future<EmbeddedShard>> starting = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            int port = ports.get(i);
            starting.add(starters.submit(() -> keep(EmbeddedShard.start(id, database, port, folder, binaries))));
        }
        List<EmbeddedShard> started = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            try {
                started.add(starting.get(i).get());
            } catch (ExecutionException e) {
                throw explain(ids.get(i), folder, e.getCause() == null ? e : e.getCause());
            }
        }
        return started;
    }

    /** Stops the servers, also those that are still starting. */
    @Override
    public void close() {
        // Waits for starts that are under way: each ends by itself, at the latest when its own time is up.
        starters.close();
        synchronized (shards) {
            try (ExecutorService stoppers = Executors.newCachedThreadPool(task -> new Thread(task, "embedded-stop"))) {
                shards.forEach(shard -> stoppers.execute(() -> StopList.stop(shard)));
            }
            shards.clear();
        }
    }

    private EmbeddedShard keep(EmbeddedShard shard) {
        synchronized (shards) {
            shards.add(shard);
        }
        return shard;
    }

    private CommandFailure explain(String id, DataFolder folder, Throwable cause) {
        StringBuilder message =
                new StringBuilder("the embedded PostgreSQL of shard " + id + " did not start: " + cause);
        if (!stopList.stopping()) {
            folder.lastLogLines(id, LOG_LINES_SHOWN)
                    .forEach(line -> message.append("\n  ").append(line));
            message.append("\nthe server's log is ").append(folder.log(id));
        }
        return new CommandFailure(message.toString(), cause);
    }

    /** Distinct free ports: all are held until the last is found. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
