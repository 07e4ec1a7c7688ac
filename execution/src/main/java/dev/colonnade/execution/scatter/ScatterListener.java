package dev.colonnade.execution.scatter;

import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Told what a scatter yields; {@link #finished} or {@link #failed} comes last, when no connection has answers outstanding. */
public interface ScatterListener {
    /**
     * Once, before the first row: the columns that the client sees, in its formats; null where there are none.
     *
     * @throws dev.colonnade.execution.merge.MergeException where they won't do: nothing is executed
     */
    void described(@Nullable RowDescription rows);

    /** One row's body; takes ownership. */
    void row(ByteBuf dataRowBody);

    /** A whole NoticeResponse, valid during the call. */
    void notice(ByteBuf buffer, int start, int end);

    /** A burst of rows is over. */
    void flush();

    void finished(String tag);

    /** @param lost whether a connection ended before its answer, so that what it did is unknown */
    void failed(ErrorFields error, boolean lost);
}
