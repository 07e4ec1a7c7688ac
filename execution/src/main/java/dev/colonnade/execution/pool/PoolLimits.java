package dev.colonnade.execution.pool;

/**
 * The bounds of one event loop's pool, per physical shard.
 *
 * @param connectionsMax server connections; beyond, leases wait
 * @param waitersMax leases that wait; beyond, they are refused with 53300
 * @param queueTimeoutMillis how long a lease waits before 53300
 * @param idleTimeoutMillis how long an unused connection is kept
 * @param handshakesMax connections being made at once
 */
public record PoolLimits(
        int connectionsMax, int waitersMax, long queueTimeoutMillis, long idleTimeoutMillis, int handshakesMax) {}
