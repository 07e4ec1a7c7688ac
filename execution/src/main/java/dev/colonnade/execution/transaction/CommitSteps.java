package dev.colonnade.execution.transaction;

import dev.colonnade.topology.PhysicalShardId;

/** Told of every step of every two-phase commit, before it is taken and after: for meters. Called on event loops; must not block. */
public interface CommitSteps {
    CommitSteps UNWATCHED = new CommitSteps() {
        @Override
        public void sending(Gid gid, PhysicalShardId shard, TwoPhaseCommit.Command command) {}

        @Override
        public void answered(
                Gid gid, PhysicalShardId shard, TwoPhaseCommit.Command command, TwoPhaseCommit.Answer answer) {}

        @Override
        public void over(Gid gid, TwoPhaseCommit.Outcome outcome, long nanos) {}
    };

    void sending(Gid gid, PhysicalShardId shard, TwoPhaseCommit.Command command);

    void answered(Gid gid, PhysicalShardId shard, TwoPhaseCommit.Command command, TwoPhaseCommit.Answer answer);

    /** @param nanos since its first step */
    void over(Gid gid, TwoPhaseCommit.Outcome outcome, long nanos);
}
