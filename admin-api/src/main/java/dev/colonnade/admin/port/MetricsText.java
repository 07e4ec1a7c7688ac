package dev.colonnade.admin.port;

/** The proxy's meters. */
@FunctionalInterface
public interface MetricsText {
    /** All of them in Prometheus' text format 0.0.4. */
    String scrape();
}
