package dev.colonnade.admin.port;

/**
 * The server connections to one physical shard, counted at one moment.
 *
 * @param open all connections: idle, leased and those being made or closed
 * @param idle ready to be leased
 * @param leased in use by a statement or transaction
 * @param waiting requests that wait for a connection
 * @param cap the most connections that may be open
 */
public record PoolStatus(int open, int idle, int leased, int waiting, int cap) {}
