package dev.colonnade.planner.plan;

/** Why a branch goes where it goes; printed by EXPLAIN (SHARDS), the query log and refusals. */
public enum RouteReason {
    KEY_EQUALS,
    KEY_IN_LIST,
    NO_ROW_POSSIBLE,
    NO_KEY_IN_PREDICATE,
    REFERENCE_TABLE,
    REFERENCE_WRITE,
    UNSHARDED_TABLE,
    CATALOGUE,
    NO_TABLE,
    ROW_OF_VALUES,
    SCHEMA_CHANGE,
    COPY_ROWS,
    UNKNOWN_TABLE
}
