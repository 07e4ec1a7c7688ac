package dev.colonnade.cli.dev;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** One embedded PostgreSQL server with one database: a physical shard on loopback, open to everybody there as user {@link #USER}. */
final class EmbeddedShard implements AutoCloseable {
    static final String USER = "app";
    private static final Duration START_MAX = Duration.ofSeconds(60);
    /** The superuser that the library's initdb makes. */
    private static final String OWNER = "postgres";

    private final String id;
    private final String database;
    private final EmbeddedPostgres server;

    private EmbeddedShard(String id, String database, EmbeddedPostgres server) {
        this.id = id;
        this.database = database;
        this.server = server;
    }

    /** Starts the server, after initdb where the folder is new, and creates role and database where they are missing. */
    static EmbeddedShard start(String id, String database, int port, DataFolder folder, Path binaries)
            throws IOException, SQLException {
        Path data = folder.shard(id);
        folder.dropIncomplete(id);
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_MAX)
                .setOutputRedirector(Redirect.appendTo(folder.log(id).toFile()))
                // The same order of text on every machine: code points, whatever the operating system's locales are.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setServerConfig("wal_level", "logical")
                .setServerConfig("max_prepared_transactions", "64")
                .setServerConfig("synchronous_commit", "on")
                .start();
        EmbeddedShard shard = new EmbeddedShard(id, database, server);
        try {
            folder.noteInitialized(id);
            shard.createRoleAndDatabase();
        } catch (SQLException | IOException e) {
            shard.close();
            throw e;
        }
        return shard;
    }

    String id() {
        return id;
    }

    int port() {
        return server.getPort();
    }

    /** A connection of its own to this shard's database, beside the proxy. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(database, USER));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    @Override
    public String toString() {
        return "shard " + id;
    }

    private void createRoleAndDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(OWNER, OWNER));
                Statement statement = connection.createStatement()) {
            if (isEmpty(statement, "SELECT FROM pg_roles WHERE rolname = '" + USER + "'")) {
                statement.execute("CREATE ROLE " + USER + " LOGIN SUPERUSER");
            }
            if (isEmpty(statement, "SELECT FROM pg_database WHERE datname = '" + database.replace("'", "''") + "'")) {
                statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(database, true) + " OWNER " + USER);
            }
        }
    }

    private static boolean isEmpty(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    private String url(String name, String user) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + name + "?user=" + user;
    }
}
