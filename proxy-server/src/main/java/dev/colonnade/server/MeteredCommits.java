package dev.colonnade.server;

import dev.colonnade.execution.transaction.CommitSteps;
import dev.colonnade.execution.transaction.Gid;
import dev.colonnade.execution.transaction.Resolution;
import dev.colonnade.execution.transaction.TwoPhaseCommit;
import dev.colonnade.server.observe.ProxyMetrics;
import dev.colonnade.server.recovery.RecoveryWatch;
import dev.colonnade.topology.PhysicalShardId;

/**
 * What becomes of transactions over several databases, as meters.
 *
 * @param others told of the same steps
 */
record MeteredCommits(ProxyMetrics metrics, CommitSteps others) implements CommitSteps, RecoveryWatch {
    @Override
    public void sending(Gid gid, PhysicalShardId shard, TwoPhaseCommit.Command command) {
        metrics.commitCommand(command);
        others.sending(gid, shard, command);
    }

    @Override
    public void answered(Gid gid, PhysicalShardId shard, TwoPhaseCommit.Command command, TwoPhaseCommit.Answer answer) {
        others.answered(gid, shard, command, answer);
    }

    @Override
    public void over(Gid gid, TwoPhaseCommit.Outcome outcome, long nanos) {
        metrics.twoPhaseCommit(outcome, nanos);
        others.over(gid, outcome, nanos);
    }

    @Override
    public void resolved(Resolution.Decision decision) {
        metrics.recovered(decision);
    }

    @Override
    public void inDoubt(int transactions, double oldestSeconds) {
        metrics.inDoubt(transactions, oldestSeconds);
    }
}
