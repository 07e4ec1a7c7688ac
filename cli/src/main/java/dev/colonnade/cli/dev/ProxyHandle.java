package dev.colonnade.cli.dev;

/** A proxy that runs in this process until it is closed. */
public interface ProxyHandle extends AutoCloseable {
    /** Where clients connect. */
    int port();

    /** Where the admin API answers. */
    int adminPort();

    /** Stops taking clients, drains, and lets go of the shards. */
    @Override
    void close();
}
