package dev.colonnade.server.session;

import dev.colonnade.execution.copy.CopyException;
import dev.colonnade.execution.copy.CopyFormat;
import dev.colonnade.execution.copy.CopyRouter;
import dev.colonnade.execution.copy.CopyRows;
import dev.colonnade.execution.transaction.ShardTransaction;
import dev.colonnade.planner.Planned;
import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.key.KeyType;
import dev.colonnade.wire.ProtocolViolationException;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.frontend.Tags;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * COPY FROM STDIN into several databases, inside an implicit transaction on each: rows of a sharded table go to the database of their key,
 * those of a reference table to all.
 *
 * <pre>
 *   client           here                                              databases
 *   Query         -> lease all, COPY to all                         -> CopyInResponse of all
 *                 <- CopyInResponse
 *   CopyData*     -> cut into rows, collect by database             -> CopyData*
 *   CopyDone      -> CopyDone to all                                -> CommandComplete, ReadyForQuery of all
 *                    COMMIT on all
 *                 <- CommandComplete, ReadyForQuery
 *   error anywhere: CopyFail to the others, wait for all, ROLLBACK  <- ErrorResponse, ReadyForQuery
 * </pre>
 */
final class CopySplit implements CopyIn, CopyBranch.Copying {
    private static final Logger LOG = LoggerFactory.getLogger(CopySplit.class);

    private final ClientSession session;
    private final Planned.CopyIn copy;
    private final LocalStatements.Done done;
    private final List<CopyBranch> branches = new ArrayList<>();

    /** Null for a reference table, whose messages go to all as they are. */
    private final @Nullable CopyRows rows;

    private final @Nullable CopyRouter router;
    private @Nullable ErrorFields error;

    /** To be said where a database takes the row that has no home. */
    private @Nullable ErrorFields homeless;

    private boolean running;
    private boolean writableAwaited;

    private CopySplit(ClientSession session, Planned.CopyIn copy, LocalStatements.Done done) {
        this.session = session;
        this.copy = copy;
        this.done = done;
        if (copy.placement() instanceof TablePlacement.Sharded sharded) {
            CopyFormat format = CopyFormat.of(copy.copy().options())
                    .orElseThrow(() -> new StatementException(ErrorFields.of(
                            "ERROR",
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "COPY FROM STDIN with these options into several shards is not supported",
                            "Rows can't be told apart for certain with: "
                                    + copy.copy().options(),
                            "Use the text or CSV format in UTF8, with standard options.")));
            rows = new CopyRows(format);
            router = new CopyRouter(
                    copy.table().name(),
                    format,
                    sharded.colo().placement(),
                    sharded.colo().keyTypes(),
                    keyColumns(session, copy, sharded),
                    copy.holders());
        } else {
            rows = null;
            router = null;
        }
    }

    private static List<CopyRouter.KeyColumn> keyColumns(
            ClientSession session, Planned.CopyIn copy, TablePlacement.Sharded sharded) {
        List<KeyType> types = sharded.colo().keyTypes();
        List<CopyRouter.KeyColumn> columns = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            String name = sharded.keyColumns().get(i);
            String type = session.context
                    .catalog()
                    .get()
                    .relation(copy.table())
                    .flatMap(relation -> relation.column(name))
                    .map(SchemaCatalog.ColumnInfo::type)
                    .orElse(types.get(i).typeName());
            columns.add(new CopyRouter.KeyColumn(name, type, copy.keyPositions().get(i)));
        }
        return columns;
    }

    /**
     * Starts it; {@code done} is told once all databases have taken their rows, or none will keep any.
     *
     * @throws StatementException inside a transaction block, or where the rows can't be told apart
     */
    static void start(ClientSession session, Planned.CopyIn copy, LocalStatements.Done done) {
        CopySplit split = new CopySplit(session, copy, done);
        if (!session.connections.writesTogether(copy.holders())) {
            throw new IllegalStateException("COPY in the middle of a batch");
        }
        session.await();
        session.copyIn = split;
        split.acquire();
    }

    /** One after the other, in the order of the topology's shards, so that two of these can't wait for each other. */
    private void acquire() {
        if (error != null || branches.size() == copy.holders().size()) {
            begin();
            return;
        }
        session.connections.whenAcquired(
                copy.holders().get(branches.size()),
                connection -> {
                    branches.add(new CopyBranch(connection, session.channel.alloc(), this));
                    acquire();
                },
                reason -> {
                    error = error == null ? reason : error;
                    begin();
                });
    }

    private void begin() {
        if (session.closed()) {
            return;
        }
        if (error != null) {
            report();
            return;
        }
        session.relay.detach();
        session.activity.started();
        running = true;
        for (CopyBranch branch : branches) {
            branch.start(copy.text());
        }
    }

    // ---- what the client says

    @Override
    public boolean message(byte tag) {
        try {
            return take(tag);
        } catch (ProtocolViolationException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("session {}: COPY into {}", session.processId(), copy.table(), e);
            failed(ErrorResponses.internal(e));
            return true;
        }
    }

    private boolean take(byte tag) {
        switch (tag) {
            case Tags.COPY_DATA -> {
                if (!branches.stream().allMatch(CopyBranch::isWritable)) {
                    writableAwaited = true;
                    session.await();
                    return false;
                }
                data();
            }
            case Tags.COPY_DONE -> finish();
            case Tags.COPY_FAIL -> {
                String reason = MessageCursor.over(session.frames).string();
                failed(atLine(ErrorFields.error(SqlState.QUERY_CANCELED, "COPY from stdin failed: " + reason)));
            }
            case Tags.FLUSH, Tags.SYNC -> {
                // ignored during COPY, as by PostgreSQL
            }
            default ->
                failed(atLine(ErrorFields.error(
                        SqlState.PROTOCOL_VIOLATION,
                        String.format(
                                Locale.ROOT, "unexpected message type 0x%02X during COPY from stdin", tag & 0xff))));
        }
        return true;
    }

    private void data() {
        CopyRows stream = rows;
        if (stream == null) {
            int start = session.frames.frameStart();
            int length = session.frames.frameEnd() - start;
            for (CopyBranch branch : branches) {
                branch.pass(session.frames.buffer().retainedSlice(start, length));
            }
            return;
        }
        stream.append(session.frames.buffer(), session.frames.bodyStart(), session.frames.bodyLength());
        route();
    }

    private void finish() {
        CopyRows stream = rows;
        if (stream != null) {
            stream.finish();
            route();
        }
        if (error == null) {
            session.await();
            branches.forEach(CopyBranch::finish);
        }
    }

    private void route() {
        CopyRows stream = rows;
        CopyRouter homes = router;
        if (stream == null || homes == null) {
            return;
        }
        try {
            while (error == null && homeless == null && stream.next()) {
                if (stream.header()) {
                    branches.forEach(branch -> branch.row(stream));
                    continue;
                }
                int home = homes.route(stream);
                if (home == CopyRouter.UNPROVEN) {
                    settle(stream, homes.refusal(stream));
                } else {
                    branches.get(home).row(stream);
                }
            }
        } catch (CopyException e) {
            failed(fields(e));
        }
    }

    /**
     * A row that has no home: some database refuses it in its own words, for it isn't whole or its key isn't one. It is the last row in any
     * case, and if the database takes it, it is refused here.
     */
    private void settle(CopyRows stream, CopyException refusal) {
        homeless = fields(refusal);
        branches.getFirst().row(stream);
        session.await();
        branches.forEach(CopyBranch::finish);
    }

    private ErrorFields fields(CopyException e) {
        ErrorFields fields = ErrorFields.of("ERROR", e.sqlState(), e.message(), "", e.hint());
        String column = e.column();
        if (column != null) {
            fields = fields.with('s', copy.table().schema())
                    .with('t', copy.table().name())
                    .with('c', column);
        }
        return atLine(fields, e.line());
    }

    private ErrorFields atLine(ErrorFields fields) {
        return rows == null ? fields : atLine(fields, rows.line());
    }

    private ErrorFields atLine(ErrorFields fields, long line) {
        return fields.with('W', "COPY " + copy.table().name() + ", line " + line);
    }

    @Override
    public void cancel() {
        ErrorFields canceled = ErrorFields.error(SqlState.QUERY_CANCELED, "canceling statement due to user request");
        if (running) {
            failed(canceled);
            branches.forEach(CopyBranch::cancel);
        } else if (error == null) {
            error = canceled;
        }
    }

    // ---- what the databases say

    @Override
    public void started() {
        if (branches.stream().allMatch(CopyBranch::isTaking)) {
            session.client.own().writeBytes(branches.getFirst().response());
            session.resume();
        }
    }

    @Override
    public void writable() {
        if (writableAwaited && branches.stream().allMatch(CopyBranch::isWritable)) {
            writableAwaited = false;
            session.resume();
        }
    }

    @Override
    public void notice(ByteBuf buffer, int start, int end) {
        if (session.closed()) {
            return;
        }
        session.client.own().writeBytes(buffer, start, end - start);
    }

    @Override
    public boolean over() {
        return error != null;
    }

    /** Nothing more is taken from the client; it hears of it when no database is at it any more. */
    @Override
    public void failed(ErrorFields reason) {
        if (error != null || session.closed()) {
            return;
        }
        error = reason;
        writableAwaited = false;
        session.await();
        for (CopyBranch branch : branches) {
            branch.abort(reason.message());
        }
    }

    @Override
    public void branchOver() {
        if (!session.closed() && branches.stream().allMatch(CopyBranch::isOver)) {
            report();
        }
    }

    private void report() {
        session.copyIn = null;
        ShardTransaction transaction = session.transaction;
        if (transaction != null) {
            List.copyOf(transaction.connections()).stream()
                    .filter(connection -> !connection.isOpen())
                    .forEach(transaction::lost);
        }
        ErrorFields failure = error != null ? error : homeless;
        if (failure == null && transaction != null) {
            branches.stream().filter(branch -> branch.rows() > 0).forEach(branch -> transaction.wrote(branch.shard()));
        }
        if (failure != null) {
            done.failed(failure);
        } else if (rows == null) {
            done.done("COPY " + branches.getFirst().rows());
        } else {
            done.done("COPY " + branches.stream().mapToLong(CopyBranch::rows).sum());
        }
    }
}
