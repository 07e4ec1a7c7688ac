package dev.colonnade.topology;

/**
 * One PostgreSQL database behind the proxy. Several may share a server.
 *
 * @param host name or address
 * @param port 1..65535
 * @param database the database's name on that server
 */
public record PhysicalShard(PhysicalShardId id, String host, int port, String database) {
    public PhysicalShard {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host of " + id + ": '' (expected: a name or address)");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port of " + id + ": " + port + " (expected: 1..65535)");
        }
        if (database.isBlank()) {
            throw new IllegalArgumentException("database of " + id + ": '' (expected: a name)");
        }
    }
}
