package dev.colonnade.topology.key;

import java.math.BigDecimal;

/**
 * One value of one column of a shard key, typed. Values that PostgreSQL calls equal are equal here, so they can be the
 * elements of sets.
 */
public sealed interface ShardKeyValue {
    /** A smallint, integer or bigint. */
    record Int(long value) implements ShardKeyValue {}

    /**
     * A text, character varying or character value.
     *
     * @param value of a character(n) with or without its trailing blanks; the hasher strips them
     */
    record Text(String value) implements ShardKeyValue {}

    /**
     * A uuid.
     *
     * @param high the first eight bytes, big-endian
     * @param low the last eight bytes, big-endian
     */
    record Uuid(long high, long low) implements ShardKeyValue {}

    /** A finite numeric; its scale is dropped, since {@code 1.0 = 1.00}. */
    record Numeric(BigDecimal value) implements ShardKeyValue {
        public Numeric {
            value = value.stripTrailingZeros();
        }
    }

    /**
     * A finite date.
     *
     * @param days since 2000-01-01, as PostgreSQL counts
     */
    record Date(int days) implements ShardKeyValue {}
}
