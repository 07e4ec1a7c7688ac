package dev.colonnade.server.catalog;

import dev.colonnade.topology.PhysicalShardId;

/** One thing that an operator should know about a database before it is used. */
public record StartupFinding(PhysicalShardId shard, Kind kind, String text) {
    /** How bad a finding is. */
    public enum Severity {
        /** Worth knowing. */
        NOTE,
        /** Some statements will fail. */
        WARNING,
        /** The database gives no answer; the others are served without it. */
        DOWN,
        /** Answers could be wrong: the database must not be used like this. */
        ERROR
    }

    /** What was found. */
    public enum Kind {
        UNREACHABLE(Severity.DOWN),
        SERVER_VERSION(Severity.ERROR),
        SERVER_ENCODING(Severity.ERROR),
        HASH_FUNCTIONS(Severity.ERROR),
        DATABASE_NAMED_TWICE(Severity.ERROR),
        KEY_COLUMN_MISSING(Severity.ERROR),
        KEY_COLUMN_TYPE(Severity.ERROR),
        KEY_COLUMN_COLLATION(Severity.ERROR),
        TABLE_MISSING(Severity.WARNING),
        READ_ONLY(Severity.WARNING),
        NO_PREPARED_TRANSACTIONS(Severity.NOTE);

        private final Severity severity;

        Kind(Severity severity) {
            this.severity = severity;
        }

        public Severity severity() {
            return severity;
        }
    }

    @Override
    public String toString() {
        return kind.severity() + " " + shard + ": " + text;
    }
}
