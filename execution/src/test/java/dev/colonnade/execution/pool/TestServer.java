package dev.colonnade.execution.pool;

import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One PostgreSQL for all tests of the module, with databases one and two, and a role for each way to log in. */
public final class TestServer {
    public static final String PASSWORD = "sésame 'n \\ open";

    private static final String HBA = """
            host all by_scram 127.0.0.1/32 scram-sha-256
            host all by_password 127.0.0.1/32 password
            host all by_md5 127.0.0.1/32 md5
            host all all all trust
            local all all trust
            """;

    private static final EmbeddedPostgres POSTGRES = start();

    private TestServer() {}

    /** @param database one or two, which exist, or another name, which doesn't */
    public static PhysicalShard shard(String id, String database) {
        return new PhysicalShard(new PhysicalShardId(id), "127.0.0.1", POSTGRES.getPort(), database);
    }

    public static PhysicalShard one() {
        return shard("one", "one");
    }

    public static PhysicalShard two() {
        return shard("two", "two");
    }

    /** Runs a statement beside the pool; its first column of the first row, or empty. */
    public static String sql(String database, String sql) {
        return sql(POSTGRES, database, sql);
    }

    /** Ends a backend and waits until it is gone. */
    public static void kill(ServerConnection connection) {
        sql("postgres", "SELECT pg_terminate_backend(" + connection.processId() + ", 10000)");
    }

    private static String sql(EmbeddedPostgres server, String database, String sql) {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectoryCustomizer(TestServer::writeHba)
                    .start();
            sql(server, "postgres", "CREATE DATABASE one");
            sql(server, "postgres", "CREATE DATABASE two");
            String quoted = "'" + PASSWORD.replace("'", "''") + "'";
            sql(server, "postgres", "CREATE ROLE by_scram LOGIN PASSWORD " + quoted);
            sql(server, "postgres", "CREATE ROLE by_password LOGIN PASSWORD " + quoted);
            sql(server, "postgres", "SET password_encryption = md5; CREATE ROLE by_md5 LOGIN PASSWORD 'x'");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeHba(File dataDirectory) {
        try {
            Files.writeString(dataDirectory.toPath().resolve("pg_hba.conf"), HBA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
