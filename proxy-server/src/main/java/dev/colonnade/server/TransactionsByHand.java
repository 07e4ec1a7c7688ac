package dev.colonnade.server;

import dev.colonnade.admin.port.TransactionStatus;
import dev.colonnade.admin.port.TransactionView;
import dev.colonnade.execution.transaction.Resolution.Decision;
import dev.colonnade.server.recovery.Recovery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prepared transactions, as the admin API shows and ends them. */
record TransactionsByHand(Recovery recovery) implements TransactionView {
    @Override
    public List<TransactionStatus> transactions() {
        try {
            return recovery.inDoubt().stream()
                    .map(one -> new TransactionStatus(
                            one.gid().toString(),
                            one.shards(),
                            one.gid().decision(),
                            one.ageSeconds(),
                            one.driven(),
                            shown(one.decision())))
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("given up on", e);
        }
    }

    private static TransactionStatus.@Nullable Decision shown(@Nullable Decision decision) {
        return switch (decision) {
            case null -> null;
            case COMMIT -> TransactionStatus.Decision.COMMIT;
            case ABORT -> TransactionStatus.Decision.ABORT;
        };
    }

    @Override
    public Ending end(String gid, TransactionStatus.Decision wanted) {
        Decision decision = switch (wanted) {
            case COMMIT -> Decision.COMMIT;
            case ABORT -> Decision.ABORT;
        };
        try {
            return switch (recovery.end(gid, decision)) {
                case Recovery.ByHand.Done done -> new Ending.Done();
                case Recovery.ByHand.Unknown unknown -> new Ending.Unknown();
                case Recovery.ByHand.Refused(String why) -> new Ending.Refused(why);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("given up on", e);
        }
    }
}
