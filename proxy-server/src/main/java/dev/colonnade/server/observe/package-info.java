/**
 * What operators can see of the data path: meters and the query log. Start at {@link
 * dev.colonnade.server.observe.ProxyMetrics}. The only package that knows Micrometer and Prometheus.
 */
@NullMarked
package dev.colonnade.server.observe;

import org.jspecify.annotations.NullMarked;
