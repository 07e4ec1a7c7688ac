package dev.colonnade.server.catalog;

import dev.colonnade.server.config.ProxyConfig;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** One PostgreSQL for all tests of the module, started at first use and stopped with the process. */
public final class TestServer {
    private static final EmbeddedPostgres POSTGRES = start();

    private TestServer() {}

    /** How to log in. */
    public static ControlConnections connections() {
        return new ControlConnections(new ProxyConfig.Servers("postgres", null, Duration.ofSeconds(5)));
    }

    /** A new empty database, made with these options. */
    public static PhysicalShard createDatabase(String id, String name, String options) throws SQLException {
        execute(database("postgres", "postgres"), "CREATE DATABASE " + name + " " + options);
        return database(id, name);
    }

    /** The address of a database that may not exist. */
    public static PhysicalShard database(String id, String name) {
        return new PhysicalShard(new PhysicalShardId(id), "localhost", POSTGRES.getPort(), name);
    }

    /** Runs statements in a database. */
    public static void execute(PhysicalShard database, String sql) throws SQLException {
        try (Connection connection = connections().open(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_prepared_transactions", "64")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
