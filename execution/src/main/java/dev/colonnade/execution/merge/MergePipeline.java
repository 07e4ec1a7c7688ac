package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.TextStyle;
import dev.colonnade.planner.plan.RowMerge;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges the rows of a scatter's branches into the one answer that {@link RowMerge} describes.
 *
 * <pre>
 *   branch 0 ─ row ─▶ ┌────────┐     ┌──────┐          ┌──────┐
 *   branch 1 ─ row ─▶ │ source │ ◀── │ step │ ◀─ ... ◀─│ last │ ◀── pump ── row ──▶ sink, while it is writable
 *   branch n ─ row ─▶ └────────┘     └──────┘          └──────┘
 *         ◀─ wants, resume                                        ◀── sinkWritable
 * </pre>
 *
 * <p>Protocol: the caller hands in every row it reads ({@link #row}), at the end of each branch {@link #branchDone}. It stops reading a
 * branch while {@link #wants} is false, and goes on when {@link BranchDemand#resume} names it; rows handed in nevertheless are taken. The
 * answer is complete when {@link #finished} is true: at the end of the last branch, or, while the sink isn't writable, later; or before
 * the end of the branches when a limit is reached ({@link #satisfied}): then the caller cancels or drains them and what they still send
 * is dropped here.
 *
 * <p>It can't come to a standstill: while the sink is writable rows are pulled until the source waits for a branch of which it holds
 * nothing, and such a branch is always wanted.
 *
 * <p>Any call may throw {@link MergeException}; everything is released then, as by {@link #close}. One event loop owns a pipeline; the
 * sink may call {@link #sinkWritable} and {@link #close} from within {@link RowSink#row}.
 */
public final class MergePipeline implements AutoCloseable {
    private final int branches;
    private final BranchRow shape;
    private final RowSink sink;
    private final BranchDemand demand;
    private final LookAhead lookAhead;
    private final Source source;
    private final Stage last;
    private final boolean passThrough;
    private int open;
    private boolean writable = true;
    private boolean pumping;
    private boolean closed;
    private long rowsOut;

    /** As the other constructor, for a session with PostgreSQL's default {@link TextStyle}. */
    public MergePipeline(
            RowMerge merge,
            List<MergeColumn> columns,
            int branches,
            RowSink sink,
            BranchDemand demand,
            MemoryBudget budget,
            ByteBufAllocator allocator) {
        this(merge, columns, branches, sink, demand, budget, allocator, TextStyle.DEFAULT);
    }

    /**
     * @param columns the branches' columns, visible and hidden, as all of them described them
     * @param branches how many there are, 1 or more
     * @param demand told when a branch is wanted again
     * @param budget what steps that hold rows may use; the bounded look-ahead of streaming steps isn't counted
     * @param style the session's settings that the text of merged aggregates depends on
     * @throws MergeException with {@link MergeFailure.UnmergeableType}: nothing should be run
     * @throws IllegalArgumentException for a plan that contradicts itself
     */
    public MergePipeline(
            RowMerge merge,
            List<MergeColumn> columns,
            int branches,
            RowSink sink,
            BranchDemand demand,
            MemoryBudget budget,
            ByteBufAllocator allocator,
            TextStyle style) {
        this.branches = branches;
        this.shape = new BranchRow(columns, merge.hidden());
        this.sink = sink;
        this.demand = demand;
        this.lookAhead = new LookAhead(branches);
        this.open = branches;
        Stages stages = Stages.of(merge, shape, branches, lookAhead, new Stages.Resources(budget, allocator, style));
        this.source = stages.source();
        this.last = stages.last();
        this.passThrough = last == source && source instanceof ArrivalSource && merge.hidden() == 0;
    }

    /** Takes a row's ownership (a DataRow's body, see {@link RowSink}); hidden columns are cut off in place, so its bytes are no one else's. */
    public void row(int branch, ByteBuf dataRowBody) {
        if (closed || last.exhausted()) {
            dataRowBody.release();
            return;
        }
        // Hot: the bytes of a plain concatenation go on as they are.
        if (passThrough && writable && source.isEmpty()) {
            emit(dataRowBody);
            return;
        }
        try {
            source.offer(Row.of(branch, dataRowBody, shape.size()));
            pump();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The branch has sent its last row. Once per branch. */
    public void branchDone(int branch) {
        open--;
        if (closed) {
            return;
        }
        try {
            source.done(branch);
            pump();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Whether the branch should be read now; false once its look-ahead is full, until {@link BranchDemand#resume}. */
    public boolean wants(int branch) {
        return lookAhead.wants(branch);
    }

    /** While the sink isn't writable, nothing is emitted. It is writable at first. */
    public void sinkWritable(boolean nowWritable) {
        writable = nowWritable;
        if (!writable || closed) {
            return;
        }
        try {
            pump();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Whether all rows of the answer have gone to the sink. */
    public boolean finished() {
        return closed || last.exhausted();
    }

    /** Whether the answer is complete though branches haven't ended: a limit is reached. */
    public boolean satisfied() {
        return open > 0 && finished();
    }

    /** Rows that have gone to the sink. */
    public long rowsOut() {
        return rowsOut;
    }

    /** How many branches were announced. */
    public int branches() {
        return branches;
    }

    /** Releases all that is held; what comes later is dropped. May be called more than once. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            last.close();
        }
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (writable && !closed) {
                @Nullable Row row = last.poll();
                if (row == null) {
                    break;
                }
                emit(row.takeVisible(shape.visible()));
            }
        } finally {
            pumping = false;
        }
        if (last.exhausted()) {
            last.close();
        }
        lookAhead.announce(demand);
    }

    private void emit(ByteBuf body) {
        rowsOut++;
        sink.row(body);
    }
}
