package dev.colonnade.server.session;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/** Rows of a portal over several shards that a client fetches piece by piece; the merge's memory budget bounds them. */
final class HeldRows {
    private final ArrayDeque<ByteBuf> rows = new ArrayDeque<>();
    private String tag = "";
    private long bytes;

    void add(ByteBuf row) {
        bytes += row.readableBytes();
        rows.add(row);
    }

    long bytes() {
        return bytes;
    }

    void finished(String commandTag) {
        tag = commandTag;
    }

    String tag() {
        return tag;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    ByteBuf next() {
        ByteBuf row = rows.remove();
        bytes -= row.readableBytes();
        return row;
    }

    void release() {
        rows.forEach(ByteBuf::release);
        rows.clear();
    }
}
