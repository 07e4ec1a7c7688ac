package dev.colonnade.it.wire;

/**
 * Where and as whom a client connects.
 *
 * @param password empty where the server trusts
 * @param timeoutMillis for connecting and for every read
 */
public record Endpoint(String host, int port, String database, String user, String password, int timeoutMillis) {
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    public Endpoint withDatabase(String other) {
        return new Endpoint(host, port, other, user, password, timeoutMillis);
    }

    public Endpoint withUser(String other, String otherPassword) {
        return new Endpoint(host, port, database, other, otherPassword, timeoutMillis);
    }
}
