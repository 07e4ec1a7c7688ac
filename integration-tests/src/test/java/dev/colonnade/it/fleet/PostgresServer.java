package dev.colonnade.it.fleet;

import dev.colonnade.it.wire.Endpoint;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A PostgreSQL server with a superuser. Which kind is chosen by system properties: {@code test.pg.url} (servers that are there:
 * {@code host:port[,host:port]}), else {@code test.pg=docker} (fails where no engine answers: nothing is skipped), else embedded.
 */
public interface PostgresServer extends AutoCloseable {
    int TIMEOUT_MILLIS = 10_000;

    /** The superuser's way in, to database {@code postgres}. */
    Endpoint endpoint();

    @Override
    void close();

    /** Two servers, started side by side; with one address in {@code test.pg.url} both are that server. */
    static List<PostgresServer> startTwo() {
        String url = System.getProperty("test.pg.url", "");
        if (!url.isEmpty()) {
            String[] addresses = url.split(",", -1);
            return List.of(existing(addresses[0]), existing(addresses[addresses.length - 1]));
        }
        Callable<PostgresServer> start = "docker".equals(System.getProperty("test.pg", "embedded"))
                ? PostgresServer::docker
                : PostgresServer::embedded;
        List<PostgresServer> servers = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            for (Future<PostgresServer> future : executor.invokeAll(List.of(start, start))) {
                servers.add(future.get());
            }
            return List.copyOf(servers);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a PostgreSQL server didn't start", e);
        }
    }

    private static PostgresServer existing(String address) {
        int colon = address.lastIndexOf(':');
        Endpoint endpoint = new Endpoint(
                address.substring(0, colon),
                Integer.parseInt(address.substring(colon + 1)),
                "postgres",
                System.getProperty("test.pg.user", "postgres"),
                System.getProperty("test.pg.password", ""),
                TIMEOUT_MILLIS);
        return new Started(endpoint, () -> {});
    }

    private static PostgresServer embedded() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("max_prepared_transactions", "64")
                .setServerConfig("lc_messages", "C")
                .start();
        Endpoint endpoint = new Endpoint("127.0.0.1", server.getPort(), "postgres", "postgres", "", TIMEOUT_MILLIS);
        return new Started(endpoint, () -> {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static PostgresServer docker() {
        PostgreSQLContainer container = new PostgreSQLContainer(DockerImageName.parse("postgres:17-alpine"))
                .withCommand(
                        "postgres",
                        "-c",
                        "wal_level=logical",
                        "-c",
                        "max_prepared_transactions=64",
                        "-c",
                        "fsync=off",
                        "-c",
                        "max_connections=300");
        container.start();
        Endpoint endpoint = new Endpoint(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                "postgres",
                container.getUsername(),
                container.getPassword(),
                TIMEOUT_MILLIS);
        return new Started(endpoint, container::close);
    }

    /** A running server and how to stop it. */
    record Started(Endpoint endpoint, Runnable stop) implements PostgresServer {
        @Override
        public void close() {
            stop.run();
        }
    }
}
