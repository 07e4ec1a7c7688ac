package dev.colonnade.execution.merge;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Concat: rows go on as they come. */
final class ArrivalSource implements Source {
    private final ArrayDeque<Row> queue = new ArrayDeque<>();
    private final LookAhead lookAhead;
    private int open;

    ArrivalSource(int branches, LookAhead lookAhead) {
        this.open = branches;
        this.lookAhead = lookAhead;
    }

    @Override
    public void offer(Row row) {
        queue.add(row);
        lookAhead.added(row);
    }

    @Override
    public void done(int branch) {
        open--;
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    @Override
    public @Nullable Row poll() {
        Row row = queue.poll();
        if (row != null) {
            lookAhead.taken(row);
        }
        return row;
    }

    @Override
    public boolean exhausted() {
        return open == 0 && queue.isEmpty();
    }

    @Override
    public void close() {
        queue.forEach(Row::release);
        queue.clear();
    }
}
