package dev.colonnade.server.session;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;

/** Turns what went wrong in the rooms behind the front door into ErrorResponses; the only place that does. */
final class ErrorResponses {
    private ErrorResponses() {}

    /** @param offset where the statement begins in the client's text, in characters */
    static ErrorFields of(Refusal refusal, String text, int offset) {
        ErrorFields fields =
                ErrorFields.of("ERROR", refusal.code().sqlState(), refusal.message(), refusal.detail(), refusal.hint());
        if (refusal.position() < 0) {
            return fields;
        }
        int characters = text.codePointCount(0, Math.min(text.length(), offset + refusal.position()));
        return fields.with('P', Integer.toString(characters + 1));
    }

    static ErrorFields notUtf8() {
        return ErrorFields.error(SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\"");
    }

    static ErrorFields inFailedTransaction() {
        return ErrorFields.error(
                SqlState.IN_FAILED_TRANSACTION,
                "current transaction is aborted, commands ignored until end of transaction block");
    }

    static ErrorFields connectionLost(String shard) {
        return ErrorFields.error(
                SqlState.CONNECTION_FAILURE,
                "the connection to shard \"" + shard + "\" was lost, and the transaction with it");
    }

    static ErrorFields secondWriter(String first, String second) {
        return ErrorFields.of(
                "ERROR",
                SqlState.FEATURE_NOT_SUPPORTED,
                "a transaction can't write a second shard",
                "This transaction has written shard \"" + first + "\"; the statement would write shard \"" + second
                        + "\".",
                "Commit first, or write rows of one shard key in a transaction; transactions.several_shards is set to reject.");
    }

    /** @param reason why two-phase commit isn't to be had */
    static ErrorFields notAtomic(int shards, String reason) {
        return ErrorFields.of(
                "ERROR",
                SqlState.FEATURE_NOT_SUPPORTED,
                "the " + shards + " shards that this transaction writes can't be committed as one",
                reason,
                "Remove the obstacle, write rows of one shard key in a transaction, or set transactions.several_shards to best_effort.");
    }

    /** @param failure why a part of the transaction could not be committed; no part of it was */
    static ErrorFields notPrepared(ErrorFields failure, ServerConnection at) {
        if (failure.sqlState().equals(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE)) {
            return notAtomic(2, "Shard \"" + at.shard().id().value() + "\": " + failure.message() + ".");
        }
        return Sequence.named(failure, at).with('S', "ERROR").with('V', "ERROR");
    }

    static ErrorFields schemaChangeInBlock(int shards) {
        return ErrorFields.of(
                "ERROR",
                SqlState.FEATURE_NOT_SUPPORTED,
                "a schema change of several shards can't run inside a transaction block",
                "It would run on " + shards
                        + " shards, and statements behind it could not be planned with the new schema.",
                "Run it by itself: it is committed on all of them or on none.");
    }

    static ErrorFields snapshotOverShards(String shard) {
        return ErrorFields.of(
                "ERROR",
                SqlState.FEATURE_NOT_SUPPORTED,
                "a REPEATABLE READ or SERIALIZABLE transaction can't read a second shard",
                "Shard \"" + shard + "\" would have another snapshot than the shard that the transaction has read.",
                "Use READ COMMITTED, or stay within one shard key.");
    }

    static ErrorFields explainOverShards() {
        return ErrorFields.of(
                "ERROR",
                SqlState.FEATURE_NOT_SUPPORTED,
                "EXPLAIN of a statement over several shards is not supported",
                "Each shard has a plan of its own.",
                "Use EXPLAIN (SHARDS) to see where the statement goes, or restrict it to one shard key.");
    }

    static ErrorFields outcomeUnknown(String shards) {
        return ErrorFields.of(
                "ERROR",
                SqlState.TRANSACTION_RESOLUTION_UNKNOWN,
                "the outcome of the transaction is unknown on shard " + shards,
                "A COMMIT was sent and its answer did not come, or other shards had committed already.",
                "Look at the rows that the statement would have changed before you run it again.");
    }

    static ErrorFields unsupported(String what, String hint) {
        return ErrorFields.of(
                "ERROR",
                SqlState.FEATURE_NOT_SUPPORTED,
                what + " is not supported",
                "It would leave state on one server connection, and connections are shared between sessions.",
                hint);
    }

    static ErrorFields internal(Throwable cause) {
        return ErrorFields.of(
                "ERROR", SqlState.INTERNAL_ERROR, "internal error: " + cause, "The proxy's log has the details.", "");
    }
}
