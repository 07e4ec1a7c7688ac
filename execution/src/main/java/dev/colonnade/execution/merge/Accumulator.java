package dev.colonnade.execution.merge;

import io.netty.buffer.ByteBuf;

/** The value of one aggregate in one group, as it comes together. */
interface Accumulator {
    /** Takes in a branch's part. Returns how many bytes more are held for it now. */
    long add(Row row);

    /** Appends the field: int32 length and the value. */
    void write(ByteBuf out);
}
