package dev.colonnade.server.session;

import dev.colonnade.execution.merge.MemoryBudget;
import dev.colonnade.execution.merge.MergeException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/** Rows of a portal over several shards that a client fetches piece by piece, within what all portals of its session may hold. */
final class HeldRows {
    private final ArrayDeque<ByteBuf> rows = new ArrayDeque<>();
    private final MemoryBudget budget;
    private String tag = "";

    HeldRows(MemoryBudget budget) {
        this.budget = budget;
    }

    /**
     * Takes ownership.
     *
     * @throws MergeException where there is no room
     */
    void add(ByteBuf row) {
        try {
            budget.reserve(row.readableBytes(), "portal");
        } catch (MergeException e) {
            row.release();
            throw e;
        }
        rows.add(row);
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
        budget.release(row.readableBytes());
        return row;
    }

    void release() {
        while (!rows.isEmpty()) {
            next().release();
        }
    }
}
