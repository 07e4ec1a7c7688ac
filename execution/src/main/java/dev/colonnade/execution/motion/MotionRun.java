package dev.colonnade.execution.motion;

import dev.colonnade.execution.merge.MemoryBudget;
import dev.colonnade.execution.merge.MergeException;
import dev.colonnade.execution.merge.MergeFailure;
import dev.colonnade.execution.motion.Exchange.Result;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.execution.scatter.Bound;
import dev.colonnade.execution.scatter.NestedTypes;
import dev.colonnade.execution.scatter.ScatterListener;
import dev.colonnade.execution.scatter.ScatterRun;
import dev.colonnade.execution.scatter.StatementRun;
import dev.colonnade.planner.plan.FinalQuery;
import dev.colonnade.planner.plan.Fragment;
import dev.colonnade.planner.plan.PhysicalPlan;
import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import dev.colonnade.wire.frontend.FrontendWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A staged statement (D5): its fragments are gathered, and one PostgreSQL finishes it over them.
 *
 * <pre>
 *   describe the client's own text  the first time it is seen: what the client is told of parameters and columns, and PostgreSQL's errors
 *   gather                          branch 0 ─┐
 *                                   branch 1 ─┼ rows, in memory within the budget
 *   finish, few rows                Parse Describe | Bind(client's values, arrays) Execute   on a branch's connection
 *           many rows               BEGIN, temporary table, COPY | final query | ROLLBACK    on a compute connection
 * </pre>
 *
 * <p>The final query must have the types of the client's own text, or it is refused before the client sees a row.
 */
public final class MotionRun implements StatementRun {
    private static final RowMerge GATHER =
            new RowMerge(0, List.of(new RowMerge.MergeStep.Concat()), RowMerge.TagMerge.ROWS_OUT);
    private static final short BINARY = 1;

    private final PhysicalPlan.Staged plan;
    private final Bound bound;
    private final ServerStatement original;
    private final ServerConnection describeOn;
    private final List<ServerConnection> branches;
    private final Finisher finisher;
    private final MotionLimits limits;
    private final MemoryBudget budget;
    private final ByteBufAllocator allocator;
    private final ScatterListener listener;
    private final GatheredRows rows;
    private ServerStatement.@Nullable Description client;
    private List<List<Integer>> types = List.of();
    private @Nullable ScatterRun gathering;
    private @Nullable ServerConnection active;
    private @Nullable ErrorFields failedSink;
    private boolean sinkWritable = true;
    private boolean cancelled;
    private boolean abandoned;

    /**
     * @param original the client's text as servers know it
     * @param describeOn where that can be described
     * @param branches connections of the plan's branches, in order, with the session's settings and its transaction
     */
    public MotionRun(
            PhysicalPlan.Staged plan,
            Bound bound,
            ServerStatement original,
            ServerConnection describeOn,
            List<ServerConnection> branches,
            Finisher finisher,
            MotionLimits limits,
            MemoryBudget budget,
            ByteBufAllocator allocator,
            ScatterListener listener) {
        this.plan = plan;
        this.bound = bound;
        this.original = original;
        this.describeOn = describeOn;
        this.branches = List.copyOf(branches);
        this.finisher = finisher;
        this.limits = limits;
        this.budget = budget;
        this.allocator = allocator;
        this.listener = listener;
        this.rows = new GatheredRows(
                limits, budget, plan.fragments().stream().map(Fragment::name).collect(Collectors.joining(", ")));
    }

    @Override
    public void start() {
        ServerStatement.Description known = original.description();
        if (known != null) {
            gather(known);
            return;
        }
        describe(describeOn, original, result -> {
            ErrorFields error = result.error();
            if (error != null) {
                fail(error, result.lost());
            } else {
                original.describedAs(result.description());
                gather(result.description());
            }
        });
    }

    @Override
    public void sinkWritable(boolean writable) {
        sinkWritable = writable;
        ServerConnection current = active;
        if (current != null) {
            current.setReading(writable);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        ScatterRun gather = gathering;
        if (gather != null) {
            gather.cancel();
        }
        ServerConnection current = active;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void abandon() {
        abandoned = true;
        rows.release();
        ScatterRun gather = gathering;
        if (gather != null) {
            gather.abandon();
        }
        ServerConnection current = active;
        if (current != null && !branches.contains(current)) {
            current.cancel();
            current.close("its client left");
        }
    }

    /** Parses (where it isn't known) and describes a text. */
    private void describe(ServerConnection connection, ServerStatement statement, Exchange.Done done) {
        active = connection;
        boolean parsing = !connection.knows(statement);
        if (parsing) {
            connection.prepare(statement);
        }
        FrontendWriter.describeStatement(connection.out(), statement.name());
        FrontendWriter.sync(connection.out());
        Exchange.send(connection, result -> {
            if (result.error() != null && parsing) {
                connection.forget(statement);
            }
            done.over(result);
        });
    }

    // ---- gather

    private void gather(ServerStatement.Description description) {
        client = description;
        active = null;
        int[] parameters = description.parameterTypes();
        if (bound.values().length < parameters.length) {
            fail(
                    ErrorFields.error(
                            SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + (bound.values().length + 1)),
                    false);
            return;
        }
        ErrorFields unfit = limits.isOff() ? fields(new MergeFailure.MotionOff()) : unfit(description.rows());
        if (unfit != null || interrupted()) {
            if (unfit != null) {
                fail(unfit, false);
            }
            return;
        }
        ScatterRun gather = new ScatterRun(GATHER, budget, allocator, new Gathering(), false);
        Bound binary = new Bound(bound.formats(), bound.values(), new short[] {BINARY});
        for (int i = 0; i < branches.size(); i++) {
            String sql = plan.branches().get(i).sql();
            gather.addBranch(branches.get(i), finisher.statement(sql, parameters), binary);
        }
        gathering = gather;
        gather.start();
    }

    /** What the client asks for can't be sent; null where it can. */
    private @Nullable ErrorFields unfit(@Nullable RowDescription columns) {
        int formats = bound.resultFormats().length;
        int count = columns == null ? 0 : columns.fields().size();
        if (formats > 1 && formats != count) {
            return ErrorFields.error(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message has " + formats + " result formats but query has " + count + " columns");
        }
        RowDescription.Field nested = columns == null
                ? null
                : NestedTypes.binary(
                        columns.withFormats(bound.resultFormats()),
                        branches.get(finisher.branch()).oids());
        return nested == null ? null : NestedTypes.refused(nested.name());
    }

    /** Rows come in until all branches are through. */
    private final class Gathering implements ScatterListener {
        @Override
        public void described(@Nullable RowDescription columns) {
            types = typesByFragment(columns);
            for (FinalQuery.Proviso proviso : plan.then().provisos()) {
                int type = types.get(proviso.fragment()).get(proviso.column());
                if (!proviso.typeOids().contains(type)) {
                    throw new MergeException(new MergeFailure.NotStageable(proviso.otherwise()));
                }
            }
        }

        @Override
        public void row(ByteBuf dataRowBody) {
            if (abandoned) {
                dataRowBody.release();
            } else {
                rows.add(dataRowBody);
            }
        }

        @Override
        public void notice(ByteBuf buffer, int start, int end) {
            listener.notice(buffer, start, end);
        }

        @Override
        public void flush() {
            listener.flush();
        }

        @Override
        public void finished(String tag) {
            gathering = null;
            finish();
        }

        @Override
        public void failed(ErrorFields error, boolean lost) {
            gathering = null;
            fail(error, lost);
        }
    }

    private List<List<Integer>> typesByFragment(@Nullable RowDescription columns) {
        List<List<Integer>> all = new ArrayList<>();
        int at = 1;
        for (Fragment fragment : plan.fragments()) {
            List<Integer> own = new ArrayList<>();
            for (int i = 0; i < fragment.columns().size(); i++) {
                if (columns == null || at >= columns.fields().size()) {
                    throw new IllegalStateException("a branch of " + fragment.name() + " lacks columns");
                }
                own.add(columns.fields().get(at++).typeOid());
            }
            all.add(own);
        }
        return all;
    }

    // ---- finish

    private void finish() {
        if (interrupted()) {
            return;
        }
        FinalText text = new FinalText(plan, types);
        if (rows.fitParameters() && text.unnests()) {
            overParameters(text);
        } else {
            finisher.compute(compute -> overTable(compute, text), refused -> fail(refused, false));
        }
    }

    private void overParameters(FinalText text) {
        int[] clientTypes = described().parameterTypes();
        List<byte[]> arrays = new ArrayList<>();
        List<Integer> arrayTypes = new ArrayList<>();
        int first = 1;
        for (int f = 0; f < types.size(); f++) {
            arrays.addAll(ColumnArrays.of(rows.bodies(), f, first, types.get(f), allocator));
            types.get(f).forEach(type -> arrayTypes.add(ElementTypes.arrayOf(type)));
            first += types.get(f).size();
        }
        rows.release();
        int[] allTypes = Arrays.copyOf(clientTypes, clientTypes.length + arrayTypes.size());
        for (int i = 0; i < arrayTypes.size(); i++) {
            allTypes[clientTypes.length + i] = arrayTypes.get(i);
        }
        Bound all = with(arrays, clientTypes.length);
        ServerConnection connection = branches.get(finisher.branch());
        ServerStatement statement = finisher.statement(text.overParameters(clientTypes.length), allTypes);
        ServerStatement.Description known = statement.description();
        if (known != null) {
            execute(connection, known, statement, all, this::over);
            return;
        }
        describe(connection, statement, result -> {
            ErrorFields error = result.error();
            if (error != null) {
                fail(result.lost() ? error : unstageable(error), result.lost());
            } else {
                statement.describedAs(result.description());
                execute(connection, result.description(), statement, all, this::over);
            }
        });
    }

    /** The client's values, and the arrays behind them. */
    private Bound with(List<byte[]> arrays, int clientParameters) {
        int count = clientParameters + arrays.size();
        short[] formats = new short[count];
        byte[] @Nullable [] values = Arrays.copyOf(bound.values(), count);
        for (int i = 0; i < count; i++) {
            if (i < clientParameters) {
                formats[i] = bound.formats().length == 0 ? 0 : bound.formats()[bound.formats().length == 1 ? 0 : i];
            } else {
                formats[i] = BINARY;
                values[i] = arrays.get(i - clientParameters);
            }
        }
        return new Bound(formats, values, bound.resultFormats());
    }

    private void overTable(ServerConnection compute, FinalText text) {
        active = compute;
        if (abandoned) {
            finisher.release(compute);
            return;
        }
        int[] clientTypes = described().parameterTypes();
        new TemporaryRows(compute, rows, allocator, new TemporaryRows.Done() {
                    @Override
                    public void ready(String table) {
                        describeOver(compute, text.overTable(table));
                    }

                    @Override
                    public void failed(ErrorFields error, boolean preparing) {
                        close(compute, preparing ? unstageable(error) : error, "");
                    }
                })
                .fill(finisher.opening(), text, clientTypes, bound);
    }

    private void describeOver(ServerConnection compute, String sql) {
        int[] serverTypes = TemporaryRows.serverTypes(described().parameterTypes(), compute.oids());
        FrontendWriter.parse(compute.out(), "", sql, serverTypes);
        FrontendWriter.describeStatement(compute.out(), "");
        FrontendWriter.sync(compute.out());
        Exchange.send(compute, described -> {
            ErrorFields error = described.error();
            if (error != null) {
                close(compute, unstageable(error), "");
            } else {
                execute(compute, described.description(), null, bound, result -> {
                    ErrorFields failure = result.error();
                    close(compute, failure, result.tag());
                });
            }
        });
    }

    /** Takes the temporary table away, and then tells how it went. */
    private void close(ServerConnection compute, @Nullable ErrorFields error, String tag) {
        active = null;
        rows.release();
        if (!compute.isOpen()) {
            finisher.release(compute);
            fail(error == null ? lost() : error, true);
            return;
        }
        compute.run("ROLLBACK", rolledBack -> {
            finisher.release(compute);
            if (error != null) {
                fail(error, false);
            } else {
                listener.finished(tag);
            }
        });
    }

    private static ErrorFields lost() {
        return ErrorFields.error(SqlState.CONNECTION_FAILURE, "the connection to the finishing shard was lost");
    }

    /** The last step, once its columns are known to be the client's. */
    private void execute(
            ServerConnection connection,
            ServerStatement.Description columns,
            @Nullable ServerStatement statement,
            Bound values,
            java.util.function.Consumer<Result> then) {
        RowDescription wanted = described().rows();
        if (wanted == null || !sameTypes(wanted, columns.rows())) {
            ErrorFields refusal =
                    fields(new MergeFailure.NotStageable("Over rows that were moved it has columns of other types"));
            then.accept(new Result(columns, "", refusal, false));
            return;
        }
        if (cancelled) {
            then.accept(new Result(columns, "", canceled(), false));
            return;
        }
        active = connection;
        listener.described(wanted.withFormats(bound.resultFormats()));
        boolean prepared = statement != null && !connection.knows(statement);
        if (statement != null && prepared) {
            connection.prepare(statement);
        }
        FrontendWriter.bind(
                connection.out(),
                "",
                statement == null ? "" : statement.name(),
                values.formats(),
                values.values(),
                values.resultFormats());
        FrontendWriter.execute(connection.out(), 0);
        FrontendWriter.sync(connection.out());
        connection.setReading(sinkWritable);
        Exchange.send(connection, new Exchange.Done() {
            private boolean rowsOver;

            @Override
            public void row(ByteBuf body) {
                if (abandoned || rowsOver) {
                    body.release();
                    return;
                }
                try {
                    listener.row(body);
                } catch (MergeException e) {
                    rowsOver = true;
                    failedSink = fields(e);
                    connection.setReading(true);
                }
            }

            @Override
            public void notice(ByteBuf buffer, int start, int end) {
                listener.notice(buffer, start, end);
            }

            @Override
            public void readComplete() {
                listener.flush();
            }

            @Override
            public void over(Result result) {
                if (prepared && statement != null && result.error() != null) {
                    connection.forget(statement);
                }
                ErrorFields sink = failedSink;
                then.accept(
                        sink == null ? result : new Result(result.description(), result.tag(), sink, result.lost()));
            }
        });
    }

    private void over(Result result) {
        active = null;
        ErrorFields error = result.error();
        if (error != null) {
            fail(withoutPosition(error), result.lost());
        } else {
            listener.finished(result.tag());
        }
    }

    private static boolean sameTypes(RowDescription a, @Nullable RowDescription b) {
        if (b == null || a.fields().size() != b.fields().size()) {
            return false;
        }
        for (int i = 0; i < a.fields().size(); i++) {
            if (a.fields().get(i).typeOid() != b.fields().get(i).typeOid()) {
                return false;
            }
        }
        return true;
    }

    private ServerStatement.Description described() {
        ServerStatement.Description known = client;
        if (known == null) {
            throw new IllegalStateException("the client's text isn't described yet");
        }
        return known;
    }

    // ---- ends

    /** Whether the statement was cancelled while no server was at work on it. */
    private boolean interrupted() {
        if (cancelled) {
            fail(canceled(), false);
        }
        return cancelled || abandoned;
    }

    private static ErrorFields canceled() {
        return ErrorFields.error(SqlState.QUERY_CANCELED, "canceling statement due to user request");
    }

    /** PostgreSQL took the client's text, so this is about what stands in for its tables. */
    private static ErrorFields unstageable(ErrorFields error) {
        boolean unrelated = error.sqlState().equals(SqlState.QUERY_CANCELED)
                || error.sqlState().startsWith("57")
                || error.sqlState().startsWith("08")
                || error.sqlState().startsWith("53");
        return unrelated
                ? withoutPosition(error)
                : fields(
                        new MergeFailure.NotStageable("Over rows that were moved PostgreSQL says: " + error.message()));
    }

    /** It would point into another text than the client's. */
    private static ErrorFields withoutPosition(ErrorFields error) {
        Map<Character, String> fields = new LinkedHashMap<>(error.fields());
        fields.remove('P');
        return new ErrorFields(fields);
    }

    private static ErrorFields fields(MergeException e) {
        return fields(e.failure());
    }

    private static ErrorFields fields(MergeFailure failure) {
        return ErrorFields.of("ERROR", failure.sqlState(), failure.message(), failure.detail(), failure.hint());
    }

    private void fail(ErrorFields error, boolean connectionLost) {
        active = null;
        rows.release();
        if (!abandoned) {
            listener.failed(error, connectionLost);
        }
    }
}
