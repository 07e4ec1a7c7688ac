package dev.colonnade.admin.document;

import dev.colonnade.admin.port.TransactionStatus;
import dev.colonnade.topology.PhysicalShardId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The answer of {@code GET /v1/transactions}. */
public record TransactionsDocument(List<Transaction> transactions) {
    public static TransactionsDocument of(List<TransactionStatus> transactions) {
        return new TransactionsDocument(
                transactions.stream().map(Transaction::of).toList());
    }

    /**
     * One transaction.
     *
     * @param driven whether a session of this proxy is committing it
     * @param decision {@code commit} or {@code abort}
     */
    public record Transaction(
            String gid,
            List<String> preparedOn,
            String decidedOn,
            double ageSeconds,
            boolean driven,
            @Nullable String decision) {
        static Transaction of(TransactionStatus transaction) {
            TransactionStatus.Decision decision = transaction.decision();
            return new Transaction(
                    transaction.gid(),
                    transaction.preparedOn().stream()
                            .map(PhysicalShardId::value)
                            .toList(),
                    transaction.decidedOn().value(),
                    transaction.ageSeconds(),
                    transaction.driven(),
                    decision == null ? null : decision.name().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * The answer of an order to end a transaction.
     *
     * @param decision how it was ended
     */
    public record Ended(String gid, String decision) {
        public static Ended of(String gid, TransactionStatus.Decision decision) {
            return new Ended(gid, decision.name().toLowerCase(Locale.ROOT));
        }
    }
}
