package dev.colonnade.server.catalog;

import dev.colonnade.server.config.ProxyConfig;
import dev.colonnade.topology.PhysicalShard;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens the JDBC connections of the control plane. They are few and short, so there is no pool. Thread-safe.
 *
 * <p>The driver names its own TimeZone and DateStyle when it connects: these two can't be learned through such a connection.
 */
public final class ControlConnections {
    private static final String APPLICATION_NAME = "colonnade control";
    private static final int SOCKET_TIMEOUT_SECONDS = 60;

    private final ProxyConfig.Servers servers;

    public ControlConnections(ProxyConfig.Servers servers) {
        this.servers = servers;
    }

    /**
     * Opens a connection, which the caller closes.
     *
     * @throws SQLException if the database can't be reached within the configured time or refuses the login
     */
    public Connection open(PhysicalShard shard) throws SQLException {
        int connectSeconds =
                (int) Math.max(1, Math.ceilDiv(servers.connectTimeout().toMillis(), 1_000L));
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setServerNames(new String[] {shard.host()});
        database.setPortNumbers(new int[] {shard.port()});
        database.setDatabaseName(shard.database());
        database.setUser(servers.user());
        if (servers.password() != null) {
            database.setPassword(servers.password().reveal());
        }
        database.setApplicationName(APPLICATION_NAME);
        database.setConnectTimeout(connectSeconds);
        database.setLoginTimeout(connectSeconds);
        database.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
        database.setTcpKeepAlive(true);
        return database.getConnection();
    }
}
