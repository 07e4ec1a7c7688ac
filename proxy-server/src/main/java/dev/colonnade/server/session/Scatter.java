package dev.colonnade.server.session;

import dev.colonnade.execution.merge.MemoryBudget;
import dev.colonnade.execution.motion.Finisher;
import dev.colonnade.execution.motion.MotionLimits;
import dev.colonnade.execution.motion.MotionRun;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.execution.scatter.Bound;
import dev.colonnade.execution.scatter.ScatterListener;
import dev.colonnade.execution.scatter.ScatterRun;
import dev.colonnade.execution.scatter.StatementRun;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import io.netty.buffer.ByteBuf;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A session's statement over several shards, from leasing the connections to the last row. */
final class Scatter implements ScatterListener {
    private final ClientSession session;
    private final PhysicalPlan plan;
    private final int branches;
    private final Done done;
    private final @Nullable HeldRows held;
    private final StatementRun run;
    private final long started = System.nanoTime();

    private Scatter(
            ClientSession session,
            PhysicalPlan plan,
            int branches,
            @Nullable HeldRows held,
            Done done,
            Function<ScatterListener, StatementRun> run) {
        this.session = session;
        this.plan = plan;
        this.branches = branches;
        this.held = held;
        this.done = done;
        this.run = run.apply(this);
    }

    /** Told once, after {@link #described}. */
    interface Done {
        void described(@Nullable RowDescription columns);

        void finished(String tag);

        void failed(ErrorFields error);
    }

    /**
     * Starts it; false where a connection has to be waited for first.
     *
     * @param plan for several shards
     * @param held where rows go that the client fetches in pieces; null sends them to the client
     * @throws StatementException where the statement would write several shards inside a transaction
     */
    static boolean run(
            ClientSession session,
            StatementPlan statement,
            PhysicalPlan plan,
            Bound bound,
            int[] types,
            @Nullable HeldRows held,
            Done done) {
        return switch (plan) {
            case PhysicalPlan.Scatter scatter -> scattered(session, statement, scatter, bound, types, held, done);
            case PhysicalPlan.Staged staged -> staged(session, statement, staged, bound, types, held, done);
            case PhysicalPlan.SingleShard single ->
                throw new IllegalArgumentException("plan: " + single + " (expected: one for several shards)");
        };
    }

    private static boolean scattered(
            ClientSession session,
            StatementPlan statement,
            PhysicalPlan.Scatter plan,
            Bound bound,
            int[] types,
            @Nullable HeldRows held,
            Done done) {
        List<PhysicalShardId> shards =
                plan.branches().stream().map(ShardQuery::shard).toList();
        if (statement.writes() && !session.connections.writesTogether(shards)) {
            return false;
        }
        List<ServerConnection> connections = session.connections.acquireAll(shards);
        if (connections == null) {
            return false;
        }
        MemoryBudget budget = new MemoryBudget(
                "memory budget of one statement", session.context.limits().mergeBytes(), session.context.memory());
        return start(session, new Scatter(session, plan, plan.branches().size(), held, done, listener -> {
            ScatterRun run = new ScatterRun(plan.merge(), budget, session.channel.alloc(), listener);
            for (int i = 0; i < connections.size(); i++) {
                ShardQuery query = plan.branches().get(i);
                run.addBranch(
                        connections.get(i),
                        session.serverStatement(query.sql(), types(types, query.parameters())),
                        bound.select(query.parameters()));
            }
            return run;
        }));
    }

    private static boolean staged(
            ClientSession session,
            StatementPlan statement,
            PhysicalPlan.Staged plan,
            Bound bound,
            int[] types,
            @Nullable HeldRows held,
            Done done) {
        ServerStatement original = session.serverStatement(statement.text(), types);
        List<PhysicalShardId> shards =
                plan.branches().stream().map(ShardQuery::shard).toList();
        Set<PhysicalShardId> needed = new HashSet<>(shards);
        if (original.description() == null) {
            needed.add(statement.describeAt());
        }
        List<PhysicalShardId> inOrder = session.topology().physicalShards().keySet().stream()
                .filter(needed::contains)
                .toList();
        List<ServerConnection> connections = session.connections.acquireAll(inOrder);
        if (connections == null) {
            return false;
        }
        List<ServerConnection> branches = shards.stream()
                .map(shard -> connections.get(inOrder.indexOf(shard)))
                .toList();
        int describeAt = inOrder.indexOf(statement.describeAt());
        ServerConnection describeOn = describeAt < 0 ? branches.getFirst() : connections.get(describeAt);
        MotionLimits limits =
                MotionSetting.of(session.settings, session.context.limits().motion());
        MemoryBudget budget =
                new MemoryBudget("memory budget of one motion", limits.bytesMax(), session.context.memory());
        Finisher finisher = new SessionFinisher(session, branches);
        return start(
                session,
                new Scatter(
                        session,
                        plan,
                        branches.size(),
                        held,
                        done,
                        listener -> new MotionRun(
                                plan,
                                bound,
                                original,
                                describeOn,
                                branches,
                                finisher,
                                limits,
                                budget,
                                session.channel.alloc(),
                                listener)));
    }

    private static boolean start(ClientSession session, Scatter scatter) {
        session.relay.detach();
        session.await();
        session.activity.started();
        session.scatter = scatter;
        scatter.run.start();
        return true;
    }

    /** The types of the parameters at these positions; null for all. */
    static int[] types(int[] types, int @Nullable [] positions) {
        if (positions == null) {
            return types;
        }
        int[] chosen = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            chosen[i] = positions[i] < types.length ? types[positions[i]] : 0;
        }
        return chosen;
    }

    void cancel() {
        run.cancel();
    }

    void abandon() {
        run.abandon();
        if (held != null) {
            held.release();
        }
    }

    void sinkWritable(boolean writable) {
        if (held == null) {
            run.sinkWritable(writable);
        }
    }

    @Override
    public void described(@Nullable RowDescription rows) {
        done.described(rows);
    }

    @Override
    public void row(ByteBuf dataRowBody) {
        HeldRows rows = held;
        if (rows == null) {
            session.client.dataRow(dataRowBody);
        } else {
            rows.add(dataRowBody);
        }
    }

    @Override
    public void notice(ByteBuf buffer, int start, int end) {
        session.client.own().writeBytes(buffer, start, end - start);
    }

    @Override
    public void flush() {
        if (held == null) {
            session.client.flush();
            if (!session.client.isWritable()) {
                run.sinkWritable(false);
            }
        }
    }

    @Override
    public void finished(String tag) {
        session.scatter = null;
        noteWriters(tag);
        session.context.metrics().statement(plan.verdict(), branches, System.nanoTime() - started);
        done.finished(tag);
    }

    /** Which databases have surely been written: most statements over all of them change rows in few. */
    private void noteWriters(String tag) {
        ShardTransaction transaction = session.transaction;
        if (transaction != null
                && !tag.startsWith("SELECT")
                && plan instanceof PhysicalPlan.Scatter scattered
                && run instanceof ScatterRun scatterRun) {
            for (int i = 0; i < scattered.branches().size(); i++) {
                PhysicalShardId shard = scattered.branches().get(i).shard();
                if (transaction.writers().contains(shard) && scatterRun.changedRows(i)) {
                    transaction.wrote(shard);
                }
            }
        }
    }

    @Override
    public void failed(ErrorFields error, boolean lost) {
        session.scatter = null;
        session.connections.dropClosed();
        ShardTransaction transaction = session.transaction;
        if (transaction != null) {
            List.copyOf(transaction.connections()).stream()
                    .filter(connection -> !connection.isOpen())
                    .forEach(transaction::lost);
            transaction.fail();
        }
        done.failed(error);
    }
}
