package dev.colonnade.admin.port;

import java.util.List;

/** Transactions over several databases that are prepared and not ended, and how to end them by hand. */
public interface TransactionView {
    /** The oldest first; asks the databases. */
    List<TransactionStatus> transactions();

    /** Ends one as {@code wanted}, which can't contradict what was decided. */
    Ending end(String gid, TransactionStatus.Decision wanted);

    /** What became of an order. */
    sealed interface Ending {
        /** It is ended as was asked. */
        record Done() implements Ending {}

        /** No database that answers holds it. */
        record Unknown() implements Ending {}

        /**
         * It can't be done.
         *
         * @param why in words
         */
        record Refused(String why) implements Ending {}
    }
}
