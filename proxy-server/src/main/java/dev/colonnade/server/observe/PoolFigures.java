package dev.colonnade.server.observe;

import java.util.function.IntSupplier;

/**
 * One pool's figures, read at every scrape from the scraping thread: they must neither block nor throw.
 *
 * @param open all connections: idle, leased and those being made or closed
 * @param idle ready to be leased
 * @param leased in use by a statement or transaction
 * @param waiting requests that wait for a connection
 */
public record PoolFigures(IntSupplier open, IntSupplier idle, IntSupplier leased, IntSupplier waiting) {}
