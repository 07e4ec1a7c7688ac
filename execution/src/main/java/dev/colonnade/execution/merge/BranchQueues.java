package dev.colonnade.execution.merge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One queue of rows per branch, counted as look-ahead. */
final class BranchQueues {
    private final List<ArrayDeque<Row>> queues = new ArrayList<>();
    private final BitSet done = new BitSet();
    private final LookAhead lookAhead;
    private int held;

    BranchQueues(int branches, LookAhead lookAhead) {
        this.lookAhead = lookAhead;
        for (int branch = 0; branch < branches; branch++) {
            queues.add(new ArrayDeque<>());
        }
    }

    int branches() {
        return queues.size();
    }

    void add(Row row) {
        queues.get(row.branch).add(row);
        held++;
        lookAhead.added(row);
    }

    @Nullable
    Row peek(int branch) {
        return queues.get(branch).peek();
    }

    @Nullable
    Row poll(int branch) {
        Row row = queues.get(branch).poll();
        if (row != null) {
            held--;
            lookAhead.taken(row);
        }
        return row;
    }

    void done(int branch) {
        done.set(branch);
    }

    /** Whether nothing is held of the branch and nothing will come. */
    boolean exhausted(int branch) {
        return done.get(branch) && queues.get(branch).isEmpty();
    }

    boolean isEmpty() {
        return held == 0;
    }

    void close() {
        for (ArrayDeque<Row> queue : queues) {
            queue.forEach(Row::release);
            queue.clear();
        }
        held = 0;
    }
}
