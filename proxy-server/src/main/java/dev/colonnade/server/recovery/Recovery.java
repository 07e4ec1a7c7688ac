package dev.colonnade.server.recovery;

import dev.colonnade.execution.transaction.Commits.Ability;
import dev.colonnade.execution.transaction.Gid;
import dev.colonnade.execution.transaction.Ledger;
import dev.colonnade.execution.transaction.Resolution;
import dev.colonnade.execution.transaction.Resolution.Decision;
import dev.colonnade.execution.transaction.Resolution.Order;
import dev.colonnade.server.catalog.ControlConnections;
import dev.colonnade.topology.CurrentTopology;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, at start and from time to time, for transactions that some database holds prepared and nobody drives any more, and ends them as was
 * decided ({@link Resolution}). Every proxy of a fleet does so for all of them. Thread-safe; owns one thread.
 *
 * <p>How long a transaction of another proxy is left alone is a matter of courtesy, not of safety: a coordinator that is only slow finds its
 * transaction rolled back.
 */
public final class Recovery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final long PERIOD_MILLIS = 1_000;

    /** Decision rows are looked through every so many rounds. */
    private static final int ROUNDS_PER_SEARCH = 15;

    private static final Ability UNKNOWN = new Ability(
            "it has not answered since the proxy was started", "it has not answered since the proxy was started");

    private final ShardLinks links;
    private final CurrentTopology topology;
    private final Ledger ledger;
    private final double courtesySeconds;
    private final RecoveryWatch watch;
    private final Map<PhysicalShardId, Ability> abilities = new ConcurrentHashMap<>();
    private final AtomicBoolean hurried = new AtomicBoolean();
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("recovery-", 0).factory());
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("recovery").daemon().factory());
    private int round;

    /** @param courtesy how long another proxy is given to finish a transaction by itself */
    public Recovery(
            ControlConnections connections,
            CurrentTopology topology,
            Ledger ledger,
            Duration courtesy,
            RecoveryWatch watch) {
        this.links = new ShardLinks(connections);
        this.topology = topology;
        this.ledger = ledger;
        this.courtesySeconds = courtesy.toMillis() / 1e3;
        this.watch = watch;
    }

    /** Makes the decision tables where they are missing; then looks for transactions from now on. Waits for the slowest database. */
    public void start() {
        prepareDatabases();
        topology.snapshot().physicalShards().keySet().forEach(shard -> {
            Ability ability = ability(shard);
            if (ability.cantDecide() != null) {
                LOG.warn(
                        "shard {} can't hold the decision of a transaction over several databases: {}",
                        shard,
                        ability.cantDecide());
            }
        });
        ledger.onDoubt(this::hurry);
        thread.scheduleWithFixedDelay(this::round, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What a database can be in a two-phase commit, as it was seen last. */
    public Ability ability(PhysicalShardId shard) {
        return abilities.getOrDefault(shard, UNKNOWN);
    }

    private void hurry() {
        if (!thread.isShutdown() && hurried.compareAndSet(false, true)) {
            thread.execute(() -> {
                hurried.set(false);
                round();
            });
        }
    }

    private void round() {
        try {
            prepareDatabases();
            List<Prepared> found = find();
            List<Prepared> nobodys =
                    found.stream().filter(one -> !ledger.drives(one.gid())).toList();
            watch.inDoubt(
                    nobodys.size(),
                    nobodys.stream().mapToDouble(Prepared::ageSeconds).max().orElse(0));
            for (Prepared one : nobodys) {
                if (ledger.left(one.gid()) || one.ageSecondsNow() > courtesySeconds) {
                    resolve(one);
                }
            }
            forgetFinished();
            if (round % ROUNDS_PER_SEARCH == 0) {
                searchRows();
            }
            round++;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("recovery", e);
        }
    }

    // ---- what there is

    /** Databases that answered once and were able stay so until something fails there. */
    private void prepareDatabases() {
        Collection<PhysicalShard> unsure = topology.snapshot().physicalShards().values().stream()
                .filter(shard -> !Ability.ALL.equals(abilities.get(shard.id())))
                .toList();
        if (unsure.isEmpty()) {
            return;
        }
        try {
            abilities.putAll(onEach(unsure, DecisionStore::prepare));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks databases at once; those that give no answer are left out. */
    private <T> Map<PhysicalShardId, T> onEach(Collection<PhysicalShard> shards, ShardLinks.Work<T> work)
            throws InterruptedException {
        Map<PhysicalShardId, Future<T>> asked = new LinkedHashMap<>();
        for (PhysicalShard shard : shards) {
            asked.put(shard.id(), workers.submit(() -> links.use(shard, work)));
        }
        Map<PhysicalShardId, T> answers = new LinkedHashMap<>();
        for (Map.Entry<PhysicalShardId, Future<T>> one : asked.entrySet()) {
            try {
                answers.put(one.getKey(), one.getValue().get());
            } catch (ExecutionException e) {
                LOG.debug("shard {}: {}", one.getKey(), String.valueOf(e.getCause()));
            }
        }
        return answers;
    }

    /** All prepared transactions of the fleet, also those under way; of the databases that answer. */
    List<Prepared> find() throws InterruptedException {
        String prefix = Gid.prefix(ledger.topology());
        long asked = System.nanoTime();
        Map<PhysicalShardId, Map<String, Double>> answers = onEach(
                topology.snapshot().physicalShards().values(),
                connection -> DecisionStore.prepared(connection, prefix));
        Map<Gid, Map<PhysicalShardId, String>> names = new LinkedHashMap<>();
        Map<Gid, Double> ages = new LinkedHashMap<>();
        answers.forEach((shard, found) ->
                found.forEach((name, age) -> Gid.parse(name).ifPresent(gid -> {
                    names.computeIfAbsent(gid, key -> new LinkedHashMap<>()).put(shard, name);
                    ages.merge(gid, age, Math::max);
                })));
        return names.entrySet().stream()
                .map(one -> new Prepared(one.getKey(), one.getValue(), ages.getOrDefault(one.getKey(), 0.0), asked))
                .toList();
    }

    // ---- to end one

    /** Ends it as was decided; empty where that can't be done now, or another proxy is at it. */
    private Optional<Decision> resolve(Prepared one) {
        PhysicalShard decisions =
                topology.snapshot().physicalShards().get(one.gid().decision());
        if (decisions == null) {
            LOG.warn(
                    "transaction {}: shard {} is not in the topology",
                    one.gid(),
                    one.gid().decision());
            return Optional.empty();
        }
        try {
            if (!links.use(decisions, connection -> DecisionStore.lock(connection, one.gid()))) {
                return Optional.empty();
            }
            try {
                return steps(one, decisions);
            } finally {
                links.use(decisions, connection -> {
                    DecisionStore.unlock(connection, one.gid());
                    return true;
                });
            }
        } catch (SQLException e) {
            LOG.warn("transaction {} stays in doubt for now: {}", one.gid(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Decision> steps(Prepared one, PhysicalShard decisions) throws SQLException {
        Set<Integer> seen = IntStream.range(0, one.shards().size()).boxed().collect(Collectors.toSet());
        Resolution resolution = Resolution.of(seen);
        boolean failed = false;
        for (Optional<Order> order = resolution.next(); order.isPresent(); order = resolution.next()) {
            resolution = switch (order.get()) {
                case Order.Settle settle ->
                    resolution.settled(links.use(
                            decisions, connection -> DecisionStore.settle(connection, one.gid(), one.ageSecondsNow())));
                case Order.Finish(int participant, Decision decision) -> {
                    failed |= !finish(one, participant, decision);
                    yield resolution.finished(participant);
                }
            };
        }
        Decision decision = resolution.decision();
        if (decision == null || failed) {
            return Optional.empty();
        }
        LOG.info("transaction {} is ended on {}: {}", one.gid(), one.shards(), decision);
        ledger.resolved(one.gid());
        watch.resolved(decision);
        return Optional.of(decision);
    }

    private boolean finish(Prepared one, int participant, Decision decision) {
        PhysicalShardId id = one.shards().get(participant);
        PhysicalShard shard = topology.snapshot().physicalShards().get(id);
        String name = one.names().get(id);
        if (shard == null || name == null) {
            return false;
        }
        try {
            links.use(shard, connection -> {
                DecisionStore.finish(connection, name, decision);
                return true;
            });
            return true;
        } catch (SQLException e) {
            LOG.warn("transaction {} stays prepared on {} for now: {}", one.gid(), shard.id(), e.getMessage());
            return false;
        }
    }

    // ---- by hand

    /** A transaction as operators see it. */
    public record InDoubt(
            Gid gid,
            List<PhysicalShardId> shards,
            double ageSeconds,
            boolean driven,
            @Nullable Decision decision) {
        public InDoubt {
            shards = List.copyOf(shards);
        }
    }

    /** What became of an order by hand. */
    public sealed interface ByHand {
        /** It is ended as was asked. */
        record Done(Decision decision) implements ByHand {}

        /** No database that answers holds it. */
        record Unknown() implements ByHand {}

        /**
         * It can't be done.
         *
         * @param why in words
         */
        record Refused(String why) implements ByHand {}
    }

    /** All that is prepared now, the oldest first. */
    public List<InDoubt> inDoubt() throws InterruptedException {
        List<InDoubt> all = new ArrayList<>();
        for (Prepared one : find()) {
            all.add(new InDoubt(
                    one.gid(), one.shards(), one.ageSeconds(), ledger.drives(one.gid()), decision(one.gid())));
        }
        all.sort((a, b) -> Double.compare(b.ageSeconds(), a.ageSeconds()));
        return all;
    }

    private @Nullable Decision decision(Gid gid) {
        PhysicalShard decisions = topology.snapshot().physicalShards().get(gid.decision());
        if (decisions == null) {
            return null;
        }
        try {
            return links.use(decisions, connection -> DecisionStore.decision(connection, gid));
        } catch (SQLException e) {
            LOG.debug("the decision of {}: {}", gid, e.getMessage());
            return null;
        }
    }

    /** Ends a transaction now. COMMIT needs a commit row, ROLLBACK makes an abort row: neither can contradict what was decided. */
    public ByHand end(String name, Decision wanted) throws InterruptedException {
        Optional<Prepared> found =
                find().stream().filter(one -> one.gid().toString().equals(name)).findFirst();
        if (found.isEmpty()) {
            return new ByHand.Unknown();
        }
        Decision decided = decision(found.get().gid());
        if (decided != wanted && decided != null) {
            return new ByHand.Refused("it was decided otherwise: " + decided);
        }
        if (wanted == Decision.COMMIT && decided == null) {
            return new ByHand.Refused("shard " + found.get().gid().decision()
                    + " holds no decision to commit it: it can only be rolled back");
        }
        Optional<Decision> ended = resolve(found.get());
        if (ended.isEmpty()) {
            return new ByHand.Refused("a database does not answer, or another proxy is ending it; see the log");
        }
        return ended.get() == wanted
                ? new ByHand.Done(wanted)
                : new ByHand.Refused("it was decided otherwise: " + ended.get());
    }

    // ---- rows that nobody needs

    private void forgetFinished() {
        Map<PhysicalShardId, List<String>> byShard = ledger.takeForgettable().stream()
                .collect(Collectors.groupingBy(Gid::decision, Collectors.mapping(Gid::toString, Collectors.toList())));
        byShard.forEach(this::forget);
    }

    /** Where it fails, the rows are found by {@link #searchRows} later. */
    private void forget(PhysicalShardId id, List<String> gids) {
        PhysicalShard shard = topology.snapshot().physicalShards().get(id);
        if (shard == null || gids.isEmpty()) {
            return;
        }
        try {
            links.use(shard, connection -> {
                DecisionStore.forget(connection, gids);
                return true;
            });
        } catch (SQLException e) {
            LOG.debug("decisions on {}: {}", id, e.getMessage());
        }
    }

    private void searchRows() throws InterruptedException {
        String prefix = Gid.prefix(ledger.topology());
        Map<PhysicalShardId, List<DecisionStore.Row>> found = onEach(
                topology.snapshot().physicalShards().values(),
                connection -> DecisionStore.rowsOlderThan(connection, prefix, courtesySeconds));
        List<String> gids = found.values().stream()
                .flatMap(List::stream)
                .filter(row -> row.decision() == Decision.COMMIT)
                .flatMap(row -> row.names().stream())
                .toList();
        // asked after the rows were read: who isn't prepared now has been resolved
        Map<PhysicalShardId, List<String>> prepared = gids.isEmpty()
                ? Map.of()
                : onEach(
                        topology.snapshot().physicalShards().values(),
                        connection -> DecisionStore.stillPrepared(connection, gids));
        found.forEach((shard, rows) -> forget(
                shard,
                rows.stream()
                        .filter(row -> Resolution.forgettable(
                                row.decision(), unresolved(row, prepared), row.coordinatorGone()))
                        .map(DecisionStore.Row::gid)
                        .toList()));
    }

    /** The listed participants, by their place in the list, that hold it prepared or can't be asked. */
    private static Set<Integer> unresolved(DecisionStore.Row row, Map<PhysicalShardId, List<String>> prepared) {
        Set<Integer> unresolved = new TreeSet<>();
        for (int i = 0; i < row.participants().size(); i++) {
            List<String> there =
                    prepared.get(new PhysicalShardId(row.participants().get(i)));
            if (there == null || there.contains(row.names().get(i))) {
                unresolved.add(i);
            }
        }
        return unresolved;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        workers.shutdownNow();
        links.close();
    }
}
