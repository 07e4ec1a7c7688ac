package dev.colonnade.server.session;

import dev.colonnade.execution.merge.MemoryBudget;
import dev.colonnade.execution.pool.StatementRegistry;
import dev.colonnade.execution.transaction.Commits;
import dev.colonnade.planner.QueryPlanner;
import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.server.auth.ScramServer;
import dev.colonnade.topology.CurrentTopology;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of a proxy share. Thread-safe.
 *
 * @param scram null where whoever connects is believed
 * @param catalogChanged to be called after a schema change: completes when plans see it
 * @param catalogDoubted to be called when a server's error suggests that the catalogue is stale
 * @param planningThreads where long texts are planned, so that event loops needn't
 * @param memory of all merges in the process
 * @param commits on what terms transactions over several databases are committed
 */
public record SessionContext(
        CurrentTopology topology,
        Supplier<SchemaCatalog> catalog,
        Supplier<CompletableFuture<Void>> catalogChanged,
        Runnable catalogDoubted,
        QueryPlanner planner,
        Executor planningThreads,
        StatementRegistry statements,
        @Nullable ScramServer scram,
        SessionRegistry sessions,
        SessionLimits limits,
        MemoryBudget memory,
        Commits commits,
        SessionMetrics metrics,
        InstantSource clock) {}
