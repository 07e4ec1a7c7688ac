/**
 * Turns the value of a shard key into a bucket, bit for bit as PostgreSQL's own hash functions do. Start at {@link
 * dev.colonnade.topology.key.ShardHasher}. Not here: which bucket lives where.
 */
@NullMarked
package dev.colonnade.topology.key;

import org.jspecify.annotations.NullMarked;
