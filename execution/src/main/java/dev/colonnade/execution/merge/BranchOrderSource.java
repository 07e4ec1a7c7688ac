package dev.colonnade.execution.merge;

import org.jspecify.annotations.Nullable;

/**
 * All rows of the first branch, then all of the second, and so on: for steps whose result depends on the order (sums of floats, which
 * group is first), so that it doesn't depend on the network. Later branches wait with a full look-ahead.
 */
final class BranchOrderSource implements Source {
    private final BranchQueues queues;
    private int current;

    BranchOrderSource(int branches, LookAhead lookAhead) {
        queues = new BranchQueues(branches, lookAhead);
    }

    @Override
    public void offer(Row row) {
        queues.add(row);
    }

    @Override
    public void done(int branch) {
        queues.done(branch);
        passExhausted();
    }

    @Override
    public boolean isEmpty() {
        return queues.isEmpty();
    }

    @Override
    public @Nullable Row poll() {
        if (exhausted()) {
            return null;
        }
        Row row = queues.poll(current);
        passExhausted();
        return row;
    }

    @Override
    public boolean exhausted() {
        return current == queues.branches();
    }

    @Override
    public void close() {
        queues.close();
    }

    private void passExhausted() {
        while (current < queues.branches() && queues.exhausted(current)) {
            current++;
        }
    }
}
