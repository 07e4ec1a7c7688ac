package dev.colonnade.execution.value;

import io.netty.buffer.ByteBuf;

/** Compares two values of one type in binary format, in place and without allocating. Stateless; safe for any thread. */
@FunctionalInterface
public interface ValueComparator {
    /**
     * Negative, zero or positive, as PostgreSQL's default btree operator class says. Offsets are absolute indexes in the buffers; lengths
     * are in bytes. Neither value is NULL.
     */
    int compare(ByteBuf left, int leftOffset, int leftLength, ByteBuf right, int rightOffset, int rightLength);
}
