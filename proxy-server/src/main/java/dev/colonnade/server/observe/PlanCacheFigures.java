package dev.colonnade.server.observe;

import java.util.function.LongSupplier;

/**
 * The plan cache's figures, read at every scrape from the scraping thread: they must neither block nor throw.
 *
 * @param size entries by now
 * @param hits statements that found their plan, since the start
 * @param misses statements that didn't, since the start
 */
public record PlanCacheFigures(LongSupplier size, LongSupplier hits, LongSupplier misses) {}
