package dev.colonnade.execution.merge;

import io.netty.buffer.ByteBuf;

/** Where merged rows go. */
@FunctionalInterface
public interface RowSink {
    /**
     * Takes one row and its ownership.
     *
     * @param dataRowBody a DataRow after its length: int16 count of fields, then int32 length and bytes of each
     */
    void row(ByteBuf dataRowBody);
}
