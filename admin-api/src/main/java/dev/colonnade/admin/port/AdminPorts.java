package dev.colonnade.admin.port;

/**
 * All that the admin API asks the proxy for.
 *
 * <p>Every port is called from many threads at once, may block, and is given up on (its thread interrupted) when it takes
 * longer than the admin API's limit. What it throws becomes a 500 without its text.
 */
public record AdminPorts(
        TopologyView topology,
        ShardView shards,
        SessionView sessions,
        TransactionView transactions,
        PlanExplainer explainer,
        HealthView health,
        MetricsText metrics) {}
