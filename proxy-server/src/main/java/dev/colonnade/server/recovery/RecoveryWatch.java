package dev.colonnade.server.recovery;

import dev.colonnade.execution.transaction.Resolution.Decision;

/** Told of what recovery does: for meters. Called on its threads. */
public interface RecoveryWatch {
    RecoveryWatch UNWATCHED = new RecoveryWatch() {
        @Override
        public void resolved(Decision decision) {}

        @Override
        public void inDoubt(int transactions, double oldestSeconds) {}
    };

    /** A transaction was ended. */
    void resolved(Decision decision);

    /**
     * After each look at the databases.
     *
     * @param transactions prepared ones that nobody drives here
     * @param oldestSeconds the age of the oldest; 0 without any
     */
    void inDoubt(int transactions, double oldestSeconds);
}
