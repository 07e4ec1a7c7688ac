package dev.colonnade.planner.plan;

/** What becomes of a statement; one enum for EXPLAIN, REST, the command line and metrics. */
public enum Verdict {
    /** An unsharded table's database. */
    HOME,
    /** Any one database: reference tables, or no table at all. */
    ANY,
    /** One database by shard key. */
    ONE,
    /** Some databases by shard keys. */
    SOME,
    /** All databases of a colo. */
    ALL,
    /** Finished inside a PostgreSQL over gathered rows. */
    STAGED,
    /** Answered by the proxy. */
    LOCAL,
    /** 0A000. */
    REFUSED
}
