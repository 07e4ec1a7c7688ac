package dev.colonnade.execution.scatter;

import dev.colonnade.execution.merge.MemoryBudget;
import dev.colonnade.execution.merge.MergeColumn;
import dev.colonnade.execution.merge.MergeException;
import dev.colonnade.execution.merge.MergePipeline;
import dev.colonnade.execution.pool.OidTranslation;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerReplies;
import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import dev.colonnade.wire.backend.Tags;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.codec.Wire;
import dev.colonnade.wire.frontend.FrontendWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement on several databases at once, over connections that the caller holds: prepares where needed, binds, executes, merges.
 * Belongs to one event loop.
 *
 * <pre>
 *   [describe the first branch's text, the first time it is seen]
 *   branch 0:  [Parse Describe]  Bind Execute Sync  -> rows ┐
 *   branch 1:  [Parse Describe]  Bind Execute Sync  -> rows ┼ MergePipeline -> listener
 *   ...                                                     ┘
 * </pre>
 *
 * <p>The first error wins: the other branches are cancelled and drained, and only then the caller is told.
 */
public final class ScatterRun implements StatementRun {
    private final List<Branch> branches = new ArrayList<>();
    private final RowMerge merge;
    private final boolean forClient;
    private final MemoryBudget budget;
    private final ByteBufAllocator allocator;
    private final ScatterListener listener;
    private @Nullable MergePipeline pipeline;
    private @Nullable RowDescription branchRows;
    private @Nullable ErrorFields error;
    private boolean lost;
    private boolean sinkWritable = true;
    private boolean reported;
    private boolean draining;
    private int running;

    public ScatterRun(RowMerge merge, MemoryBudget budget, ByteBufAllocator allocator, ScatterListener listener) {
        this(merge, budget, allocator, listener, true);
    }

    /** @param forClient whether the rows go to a client, who would misread values with OIDs inside */
    public ScatterRun(
            RowMerge merge,
            MemoryBudget budget,
            ByteBufAllocator allocator,
            ScatterListener listener,
            boolean forClient) {
        this.forClient = forClient;
        this.merge = merge;
        this.budget = budget;
        this.allocator = allocator;
        this.listener = listener;
    }

    /** Adds a branch; the connection has the session's settings and its transaction, and nothing outstanding but preludes. */
    public void addBranch(ServerConnection connection, ServerStatement statement, Bound bound) {
        branches.add(new Branch(branches.size(), connection, statement, bound));
    }

    @Override
    public void start() {
        Branch first = branches.getFirst();
        ServerStatement.Description known = first.statement.description();
        if (known != null) {
            run(known.rows());
        } else {
            first.describe();
        }
    }

    /** Whether the client takes more rows. */
    @Override
    public void sinkWritable(boolean writable) {
        sinkWritable = writable;
        MergePipeline current = pipeline;
        if (current != null) {
            try {
                current.sinkWritable(writable);
            } catch (MergeException e) {
                fail(fields(e));
            }
            if (writable) {
                drainIfSatisfied(current);
                listener.flush();
            }
            reportIfOver();
        }
    }

    /** The answer is complete: what branches still send is read and dropped, or they would never end. */
    private void drainIfSatisfied(MergePipeline current) {
        if (!draining && current.finished()) {
            draining = true;
            for (Branch branch : branches) {
                if (!branch.over) {
                    branch.connection.setReading(true);
                }
            }
        }
    }

    /** Whether a branch's command tag counts rows, as far as they were changed; once it is over. */
    public boolean changedRows(int branch) {
        String tag = branches.get(branch).tag;
        return !tag.endsWith(" 0") && tag.indexOf(' ') > 0;
    }

    /** Asks all databases to cancel; the error comes from them. */
    @Override
    public void cancel() {
        for (Branch branch : branches) {
            if (branch.started && !branch.over) {
                branch.connection.cancel();
            }
        }
    }

    /** Nobody listens any more: what is held is released; connections are the caller's to close. */
    @Override
    public void abandon() {
        reported = true;
        MergePipeline current = pipeline;
        if (current != null) {
            current.close();
        }
    }

    private void run(@Nullable RowDescription rows) {
        branchRows = rows;
        int missing = missingParameter();
        if (missing > 0) {
            refuse(ErrorFields.error(SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + missing));
            return;
        }
        if (rows != null) {
            int visible = rows.fields().size() - merge.hidden();
            int formats = branches.getFirst().bound.resultFormats().length;
            if (formats > 1 && formats != visible) {
                refuse(ErrorFields.error(
                        SqlState.PROTOCOL_VIOLATION,
                        "bind message has " + formats + " result formats but query has " + visible + " columns"));
                return;
            }
            Bound bound = branches.getFirst().bound.withHidden(visible, merge.hidden());
            RowDescription formatted = rows.withFormats(bound.resultFormats());
            RowDescription.Field nested = forClient ? nestedBinary(formatted.first(visible)) : null;
            if (nested != null) {
                refuse(NestedTypes.refused(nested.name()));
                return;
            }
            try {
                pipeline = new MergePipeline(
                        merge, columns(formatted), rowBranches(), listener::row, this::resume, budget, allocator);
                pipeline.sinkWritable(sinkWritable);
                listener.described(formatted.first(visible));
            } catch (MergeException e) {
                refuse(fields(e));
                return;
            }
        } else {
            listener.described(null);
        }
        running = branches.size();
        for (Branch branch : branches) {
            branch.execute(rows == null ? 0 : rows.fields().size() - merge.hidden());
        }
    }

    private RowDescription.@Nullable Field nestedBinary(RowDescription visible) {
        for (Branch branch : branches) {
            RowDescription.Field nested = NestedTypes.binary(visible, branch.connection.oids());
            if (nested != null) {
                return nested;
            }
        }
        return null;
    }

    /** A simple query has no values for the parameters it names; 0 where none is missing. */
    private int missingParameter() {
        Branch first = branches.getFirst();
        ServerStatement.Description known = first.statement.description();
        return first.bound.values().length == 0 && known != null && known.parameterTypes().length > 0 ? 1 : 0;
    }

    /** Nothing has been executed. */
    private void refuse(ErrorFields reason) {
        MergePipeline current = pipeline;
        if (current != null) {
            current.close();
        }
        error = reason;
        reported = true;
        listener.failed(reason, false);
    }

    /** A write that is the same everywhere shows the first database's rows. */
    private int rowBranches() {
        return merge.tag() == RowMerge.TagMerge.FIRST ? 1 : branches.size();
    }

    private List<MergeColumn> columns(RowDescription rows) {
        OidTranslation oids = branches.getFirst().connection.oids();
        List<MergeColumn> columns = new ArrayList<>(rows.fields().size());
        for (RowDescription.Field field : rows.fields()) {
            columns.add(
                    new MergeColumn(field.name(), field.typeOid(), field.format() == 1, oids.isEnum(field.typeOid())));
        }
        return columns;
    }

    private void resume(int branch) {
        branches.get(branch).connection.setReading(true);
    }

    private void fail(ErrorFields reason) {
        if (error != null) {
            return;
        }
        error = reason;
        MergePipeline current = pipeline;
        if (current != null) {
            current.close();
        }
        for (Branch branch : branches) {
            if (branch.started && !branch.over) {
                branch.connection.setReading(true);
                if (!branch.failed) {
                    branch.connection.cancelUntilAnswered();
                }
            }
        }
    }

    private void branchOver(Branch branch) {
        if (!branch.over) {
            branch.over = true;
            running--;
        }
        reportIfOver();
    }

    private void reportIfOver() {
        if (running > 0 || reported) {
            return;
        }
        ErrorFields failure = error;
        MergePipeline current = pipeline;
        if (failure != null) {
            reported = true;
            listener.failed(failure, lost);
        } else if (current == null || current.finished()) {
            reported = true;
            listener.finished(tag(current == null ? 0 : current.rowsOut()));
        }
    }

    private String tag(long rowsOut) {
        String first = branches.getFirst().tag;
        return switch (merge.tag()) {
            case FIRST -> first;
            case ROWS_OUT -> "SELECT " + rowsOut;
            case SUM -> {
                long sum = 0;
                for (Branch branch : branches) {
                    sum += Long.parseLong(branch.tag.substring(branch.tag.lastIndexOf(' ') + 1));
                }
                yield first.substring(0, first.lastIndexOf(' ') + 1) + sum;
            }
        };
    }

    private static ErrorFields fields(MergeException e) {
        return ErrorFields.of(
                "ERROR",
                e.failure().sqlState(),
                e.failure().message(),
                e.failure().detail(),
                e.failure().hint());
    }

    /** One database's part. */
    private final class Branch implements ServerReplies {
        private final int index;
        private final ServerConnection connection;
        private final ServerStatement statement;
        private final Bound bound;
        private boolean describing;
        private boolean parsing;
        private boolean started;
        private boolean failed;
        private boolean over;
        private int[] parameterTypes = {};
        private String tag = "";

        Branch(int index, ServerConnection connection, ServerStatement statement, Bound bound) {
            this.index = index;
            this.connection = connection;
            this.statement = statement;
            this.bound = bound;
        }

        /** Only to learn the columns: nothing is executed. */
        void describe() {
            describing = true;
            started = true;
            running = 1;
            connection.attach(this);
            parseIfUnknown();
            FrontendWriter.describeStatement(connection.out(), statement.name());
            FrontendWriter.sync(connection.out());
            connection.syncWritten();
            connection.flush();
        }

        private void parseIfUnknown() {
            if (!connection.knows(statement)) {
                connection.prepare(statement);
                parsing = true;
            }
        }

        void execute(int visible) {
            started = true;
            connection.attach(this);
            parseIfUnknown();
            if (parsing) {
                FrontendWriter.describeStatement(connection.out(), statement.name());
            }
            Bound all = bound.withHidden(visible, merge.hidden());
            FrontendWriter.bind(
                    connection.out(), "", statement.name(), all.formats(), all.values(), all.resultFormats());
            FrontendWriter.execute(connection.out(), 0);
            FrontendWriter.sync(connection.out());
            connection.syncWritten();
            connection.flush();
        }

        @Override
        public void message(ServerConnection from, byte messageTag, ByteBuf buffer, int start, int end) {
            switch (messageTag) {
                case Tags.DATA_ROW -> row(buffer, start, end);
                case Tags.PARSE_COMPLETE -> parsing = false;
                case Tags.PARAMETER_DESCRIPTION -> parameterTypes = parameterTypes(buffer, start, end);
                case Tags.ROW_DESCRIPTION ->
                    columns(from, RowDescription.decodeBody(new MessageCursor(buffer, start + 5, end - start - 5)));
                case Tags.NO_DATA -> columns(from, null);
                case Tags.COMMAND_COMPLETE -> {
                    tag = Wire.string(buffer, start + 5, end - 1);
                    done();
                }
                case Tags.EMPTY_QUERY_RESPONSE -> done();
                case Tags.ERROR_RESPONSE -> {
                    ErrorFields reason = ErrorFields.decodeBody(new MessageCursor(buffer, start + 5, end - start - 5));
                    if (parsing) {
                        connection.forget(statement);
                    }
                    failed = true;
                    fail(reason);
                }
                case Tags.NOTICE_RESPONSE -> listener.notice(buffer, start, end);
                case Tags.READY_FOR_QUERY -> ready();
                default -> {
                    // BindComplete and parameter changes
                }
            }
        }

        private void row(ByteBuf buffer, int start, int end) {
            MergePipeline current = pipeline;
            if (error != null || current == null || index >= rowBranches()) {
                return;
            }
            try {
                current.row(index, buffer.retainedSlice(start + 5, end - start - 5));
                if (!draining && !current.wants(index)) {
                    connection.setReading(false);
                }
                drainIfSatisfied(current);
            } catch (MergeException e) {
                fail(fields(e));
            }
        }

        private void done() {
            MergePipeline current = pipeline;
            if (error == null && current != null && index < rowBranches()) {
                try {
                    current.branchDone(index);
                    drainIfSatisfied(current);
                } catch (MergeException e) {
                    fail(fields(e));
                }
            }
        }

        private int[] parameterTypes(ByteBuf buffer, int start, int end) {
            MessageCursor body = new MessageCursor(buffer, start + 5, end - start - 5);
            int[] types = new int[body.int16() & 0xffff];
            for (int i = 0; i < types.length; i++) {
                types[i] = connection.oids().typeToClient(body.int32());
            }
            return types;
        }

        /** The columns must be the same everywhere, or rows would be mislabelled. */
        private void columns(ServerConnection from, @Nullable RowDescription own) {
            RowDescription rows = own == null ? null : Descriptions.toClient(own, connection.oids());
            if (describing) {
                statement.describedAs(new ServerStatement.Description(parameterTypes, rows));
                return;
            }
            RowDescription expected = branchRows;
            if (!sameShape(expected, rows)) {
                fail(ErrorFields.of(
                        "ERROR",
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "the shards disagree on the columns of this statement",
                        "Shard \"" + from.shard().id().value() + "\" has other columns or types than \""
                                + branches.getFirst().connection.shard().id().value() + "\".",
                        "Bring the table definitions of all shards in line."));
            }
        }

        private void ready() {
            if (!describing) {
                connection.afterCancels(() -> branchOver(this));
                return;
            }
            describing = false;
            running = 0;
            ServerStatement.Description known = statement.description();
            if (error == null && known != null) {
                run(known.rows());
            } else {
                reportIfOver();
            }
        }

        @Override
        public void readComplete(ServerConnection from) {
            listener.flush();
        }

        @Override
        public void preludeFailed(ServerConnection from, ErrorFields reason) {
            fail(reason);
        }

        @Override
        public void closed(ServerConnection from, ErrorFields reason) {
            lost |= !over;
            failed = true;
            fail(reason);
            if (describing) {
                describing = false;
                running = 0;
                reportIfOver();
            } else {
                branchOver(this);
            }
        }
    }

    private static boolean sameShape(@Nullable RowDescription a, @Nullable RowDescription b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        if (a.fields().size() != b.fields().size()) {
            return false;
        }
        for (int i = 0; i < a.fields().size(); i++) {
            RowDescription.Field x = a.fields().get(i);
            RowDescription.Field y = b.fields().get(i);
            if (!x.name().equals(y.name()) || x.typeOid() != y.typeOid()) {
                return false;
            }
        }
        return true;
    }
}
