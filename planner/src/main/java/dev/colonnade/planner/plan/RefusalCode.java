package dev.colonnade.planner.plan;

/** Every reason the planner refuses for; stable, documented, one SQLSTATE each. */
public enum RefusalCode {
    UNPARSED("0A000", "The statement touches sharded tables and could not be parsed."),
    TOO_COMPLEX("54001", "The statement is too large or too deeply nested to plan."),
    SYNTAX("42601", "PostgreSQL's syntax doesn't allow it."),
    JOIN_NOT_COLOCATED(
            "0A000", "Sharded tables are joined without an equality of their shard keys, or across colocation groups."),
    SUBQUERY_NOT_COLOCATED("0A000", "A subquery reads other shards than the rest."),
    OUTER_JOIN("0A000", "An outer join whose preserved side is not the sharded one would repeat rows per shard."),
    WINDOW("0A000", "A window function over rows of several shards."),
    AGGREGATE("0A000", "An aggregate whose partial results can't be merged."),
    GROUPING("0A000", "A grouping that can't be merged."),
    HAVING("0A000", "A HAVING condition that can't be applied to merged groups."),
    DISTINCT("0A000", "DISTINCT over rows of several shards that can't be merged."),
    ORDER("0A000", "An order that the proxy can't reproduce."),
    LIMIT("0A000", "A LIMIT or OFFSET that isn't a constant or a parameter."),
    SET_OPERATION("0A000", "A UNION, INTERSECT or EXCEPT over several shards."),
    CTE("0A000", "A common table expression over several shards."),
    LOCKING("0A000", "Row locks on several shards."),
    VOLATILE("0A000", "A volatile function in a statement for several shards."),
    USER_FUNCTION("0A000", "A user-defined function may read what the text doesn't name."),
    UNKNOWN_FUNCTION(
            "0A000",
            "A function that isn't in the catalogue; where PostgreSQL doesn't know it either, its error is given."),
    VIEW("0A000", "A view over sharded tables."),
    MIXED_HOMES("0A000", "Tables that no one database holds together."),
    INSERT_WITHOUT_KEY("0A000", "A row without a value for the shard key."),
    INSERT_NULL_KEY("23502", "A row whose shard key is NULL."),
    INSERT_KEY_EXPRESSION("0A000", "A shard key that is not a constant or a parameter."),
    INSERT_KEY_VALUE(
            "0A000",
            "A constant for a shard key that isn't written as a value of its type; where PostgreSQL doesn't take it either, its error is given."),
    INSERT_SELECT("0A000", "INSERT ... SELECT into a sharded table from rows of other shards."),
    CONFLICT_ARBITER("0A000", "ON CONFLICT whose arbiter doesn't include the shard key."),
    KEY_UPDATE("0A000", "UPDATE of a shard key."),
    KEY_TYPE("0A000", "A shard key compared in a type that doesn't route."),
    MULTI_SHARD_WRITE("0A000", "A write of several shards in a form that isn't supported."),
    SEQUENCE_DEFAULT("0A000", "A sequence default on a sharded table's column: ids would collide between shards."),
    KEY_CONSTRAINT("0A000", "A unique constraint of a sharded table without its shard key."),
    SCHEMA_CHANGE("0A000", "A schema change in a form that isn't supported."),
    STATEMENT_KIND("0A000", "A kind of statement that isn't supported."),
    SYSTEM_COLUMN("0A000", "A system column or an object identifier, which differ between databases."),
    OWN_SCHEMA("42501", "The schema in which the proxy keeps its own records."),
    UNKNOWN_TABLE("42P01", "A table that doesn't exist."),
    UNKNOWN_COLUMN("42703", "A column that doesn't exist."),
    POSITION("42P10", "A position that is not in the select list."),
    NUMBER("22P02", "A text that is not a number."),
    KEY_RANGE("22003", "A shard key out of its type's range."),
    TRANSACTION_SHARDS("0A000", "A transaction that would write a second shard."),
    SESSION_STATE("0A000", "Session state that isn't supported.");

    private final String sqlState;
    private final String explanation;

    RefusalCode(String sqlState, String explanation) {
        this.sqlState = sqlState;
        this.explanation = explanation;
    }

    public String sqlState() {
        return sqlState;
    }

    public String explanation() {
        return explanation;
    }
}
