package dev.colonnade.server.catalog;

import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One question to several databases at once, so that one that is down costs its timeout only once.
 *
 * @param answers in the order of the databases
 * @param failures of those that gave no answer, in their order
 */
record Survey<T>(Map<PhysicalShardId, T> answers, Map<PhysicalShardId, SQLException> failures) {
    Survey {
        answers = Collections.unmodifiableMap(answers);
        failures = Collections.unmodifiableMap(failures);
    }

    /** Asks each database on a connection of its own; waits for all. */
    static <T> Survey<T> ask(
            Collection<PhysicalShard> shards, ControlConnections connections, Question<? extends T> question)
            throws SQLException {
        Map<PhysicalShardId, T> answers = new LinkedHashMap<>();
        Map<PhysicalShardId, SQLException> failures = new LinkedHashMap<>();
        Map<PhysicalShardId, Future<T>> pending = new LinkedHashMap<>();
        var threads = Thread.ofVirtual().name("catalog-survey-", 0).factory();
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
            for (PhysicalShard shard : shards) {
                pending.put(shard.id(), executor.submit(() -> answer(shard, connections, question)));
            }
            for (Map.Entry<PhysicalShardId, Future<T>> entry : pending.entrySet()) {
                collect(entry.getKey(), entry.getValue(), answers, failures);
            }
        }
        return new Survey<>(answers, failures);
    }

    private static <T> T answer(PhysicalShard shard, ControlConnections connections, Question<? extends T> question)
            throws SQLException {
        try (Connection connection = connections.open(shard)) {
            return question.ask(shard, connection);
        }
    }

    private static <T> void collect(
            PhysicalShardId shard,
            Future<T> answer,
            Map<PhysicalShardId, T> answers,
            Map<PhysicalShardId, SQLException> failures)
            throws SQLException {
        try {
            answers.put(shard, answer.get());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof SQLException failure)) {
                throw new IllegalStateException("reading the catalogue of " + shard, e.getCause());
            }
            failures.put(shard, failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for " + shard, e);
        }
    }

    /** Asks one database. */
    interface Question<T> {
        T ask(PhysicalShard shard, Connection connection) throws SQLException;
    }
}
