package dev.colonnade.execution.merge;

import org.jspecify.annotations.Nullable;

/**
 * MergeSort: each branch is sorted, and so is what goes on; equal rows in the order of branches. A heap of the branches whose first row
 * is known; a row goes on only while no open branch is missing there.
 */
final class SortedSource implements Source {
    private final BranchQueues queues;
    private final RowOrder order;
    private final int[] heap;
    private int heapSize;
    private int missing;

    SortedSource(int branches, LookAhead lookAhead, RowOrder order) {
        this.queues = new BranchQueues(branches, lookAhead);
        this.order = order;
        this.heap = new int[branches];
        this.missing = branches;
    }

    @Override
    public void offer(Row row) {
        boolean first = queues.peek(row.branch) == null;
        queues.add(row);
        if (first) {
            missing--;
            siftUp(row.branch);
        }
    }

    @Override
    public void done(int branch) {
        queues.done(branch);
        if (queues.exhausted(branch)) {
            missing--;
        }
    }

    @Override
    public boolean isEmpty() {
        return queues.isEmpty();
    }

    @Override
    public @Nullable Row poll() {
        if (missing > 0 || heapSize == 0) {
            return null;
        }
        int branch = heap[0];
        Row row = queues.poll(branch);
        if (queues.peek(branch) != null) {
            siftDown(branch);
        } else {
            if (!queues.exhausted(branch)) {
                missing++;
            }
            heapSize--;
            if (heapSize > 0) {
                siftDown(heap[heapSize]);
            }
        }
        return row;
    }

    @Override
    public boolean exhausted() {
        return missing == 0 && heapSize == 0;
    }

    @Override
    public void close() {
        queues.close();
        heapSize = 0;
    }

    private void siftUp(int branch) {
        int at = heapSize++;
        while (at > 0 && before(branch, heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = branch;
    }

    private void siftDown(int branch) {
        int at = 0;
        while (2 * at + 1 < heapSize) {
            int child = 2 * at + 1;
            if (child + 1 < heapSize && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], branch)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = branch;
    }

    private boolean before(int left, int right) {
        int byKeys = order.compare(head(left), head(right));
        return byKeys != 0 ? byKeys < 0 : left < right;
    }

    private Row head(int branch) {
        Row row = queues.peek(branch);
        if (row == null) {
            throw new IllegalStateException("branch " + branch + " is in the heap without a row");
        }
        return row;
    }
}
