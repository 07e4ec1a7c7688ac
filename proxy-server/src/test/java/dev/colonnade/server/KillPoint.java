package dev.colonnade.server;

import dev.colonnade.execution.transaction.CommitSteps;
import dev.colonnade.execution.transaction.Gid;
import dev.colonnade.execution.transaction.TwoPhaseCommit.Answer;
import dev.colonnade.execution.transaction.TwoPhaseCommit.Command;
import dev.colonnade.execution.transaction.TwoPhaseCommit.Outcome;
import dev.colonnade.topology.PhysicalShardId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Where a commit over several databases may be hurt. */
enum KillPoint {
    BEFORE_FIRST_PREPARE,
    AFTER_FIRST_PREPARE,
    AFTER_SECOND_PREPARE,
    BEFORE_DECISION,
    AFTER_DECISION,
    BETWEEN_COMMITS_PREPARED;

    /** Does something, once each time it is armed, when a commit comes by the point. */
    static final class Trap implements CommitSteps {
        private final Map<Gid, AtomicInteger> prepared = new ConcurrentHashMap<>();
        private final Map<Gid, AtomicInteger> finished = new ConcurrentHashMap<>();
        private final Map<KillPoint, Consumer<PhysicalShardId>> armed = new ConcurrentHashMap<>();
        private final Map<KillPoint, AtomicInteger> hits = new ConcurrentHashMap<>();

        /** @param blow gets the database that the step is about; runs on the event loop, which waits for it */
        void arm(KillPoint point, Consumer<PhysicalShardId> blow) {
            armed.put(point, blow);
        }

        boolean isArmed(KillPoint point) {
            return armed.containsKey(point);
        }

        int hits(KillPoint point) {
            return hits.getOrDefault(point, new AtomicInteger()).get();
        }

        private void reached(KillPoint point, PhysicalShardId shard) {
            Consumer<PhysicalShardId> blow = armed.remove(point);
            if (blow != null) {
                hits.computeIfAbsent(point, key -> new AtomicInteger()).incrementAndGet();
                blow.accept(shard);
            }
        }

        @Override
        public void sending(Gid gid, PhysicalShardId shard, Command command) {
            switch (command) {
                case PREPARE -> {
                    if (prepared.putIfAbsent(gid, new AtomicInteger()) == null) {
                        reached(BEFORE_FIRST_PREPARE, shard);
                    }
                }
                case DECIDE -> reached(BEFORE_DECISION, shard);
                case COMMIT_PREPARED, ROLLBACK_PREPARED, ROLLBACK -> {
                    // the points are at what comes before and after
                }
            }
        }

        @Override
        public void answered(Gid gid, PhysicalShardId shard, Command command, Answer answer) {
            if (answer != Answer.DONE) {
                return;
            }
            switch (command) {
                case PREPARE -> {
                    int count = prepared.computeIfAbsent(gid, key -> new AtomicInteger())
                            .incrementAndGet();
                    if (count == 1) {
                        reached(AFTER_FIRST_PREPARE, shard);
                    } else if (count == 2) {
                        reached(AFTER_SECOND_PREPARE, shard);
                    }
                }
                case DECIDE -> reached(AFTER_DECISION, shard);
                case COMMIT_PREPARED -> {
                    if (finished.computeIfAbsent(gid, key -> new AtomicInteger())
                                    .incrementAndGet()
                            == 1) {
                        reached(BETWEEN_COMMITS_PREPARED, shard);
                    }
                }
                case ROLLBACK_PREPARED, ROLLBACK -> {
                    // nothing left to hurt
                }
            }
        }

        @Override
        public void over(Gid gid, Outcome outcome, long nanos) {
            prepared.remove(gid);
            finished.remove(gid);
        }
    }
}
