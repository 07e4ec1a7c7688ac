package dev.colonnade.execution.merge;

import java.util.BitSet;

/**
 * What each branch has sent beyond what could go on, and which branches aren't read for that.
 *
 * <p>No deadlock: a branch of which nothing is held is always wanted, and a source never waits for a branch of which it holds a row.
 */
final class LookAhead {
    /** Where a branch stops being read; it is read again at half of it. A single row may exceed it. */
    static final int BYTES_MAX = 256 * 1024;

    /** As {@link #BYTES_MAX}, for small rows. */
    static final int ROWS_MAX = 128;

    private final int[] rows;
    private final long[] bytes;
    private final BitSet paused;
    private final BitSet resumable = new BitSet();

    LookAhead(int branches) {
        rows = new int[branches];
        bytes = new long[branches];
        paused = new BitSet(branches);
    }

    boolean wants(int branch) {
        return !paused.get(branch);
    }

    void added(Row row) {
        int branch = row.branch;
        rows[branch]++;
        bytes[branch] += row.bytes();
        if (rows[branch] >= ROWS_MAX || bytes[branch] >= BYTES_MAX) {
            paused.set(branch);
            resumable.clear(branch);
        }
    }

    void taken(Row row) {
        int branch = row.branch;
        rows[branch]--;
        bytes[branch] -= row.bytes();
        if (paused.get(branch) && rows[branch] <= ROWS_MAX / 2 && bytes[branch] <= BYTES_MAX / 2) {
            paused.clear(branch);
            resumable.set(branch);
        }
    }

    /** Tells of each branch that is wanted again since the last call. */
    void announce(BranchDemand demand) {
        for (int branch = resumable.nextSetBit(0); branch >= 0; branch = resumable.nextSetBit(branch + 1)) {
            resumable.clear(branch);
            demand.resume(branch);
        }
    }
}
