package dev.colonnade.server.session;

import dev.colonnade.execution.copy.CopyRows;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerReplies;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.Tags;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.codec.Wire;
import dev.colonnade.wire.frontend.FrontendWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/** One database's part of a COPY FROM STDIN: collects its rows into messages and tells the COPY how it goes. */
final class CopyBranch implements ServerReplies {
    /** Rows are collected up to here; a longer row is a longer message. */
    private static final int MESSAGE_BYTES = 32 * 1024;

    private final ServerConnection connection;
    private final ByteBufAllocator allocator;
    private final Copying copying;
    private final ClientLines lines = new ClientLines();
    private @Nullable ByteBuf collected;
    private byte[] response = {};
    private State state = State.STARTING;
    private boolean cancelled;
    private long rows;

    /** Where it stands. */
    private enum State {
        /** Waits for CopyInResponse. */
        STARTING,
        TAKING,
        /** CopyDone or CopyFail is sent. */
        ENDING,
        /** An ErrorResponse has come. */
        FAILED,
        /** ReadyForQuery has come, or the connection is lost. */
        OVER
    }

    /** The COPY that this is part of. */
    interface Copying {
        void started();

        /** The first error ends it all. */
        void failed(ErrorFields error);

        /** True once it has failed. */
        boolean over();

        void branchOver();

        void writable();

        void notice(ByteBuf buffer, int start, int end);
    }

    CopyBranch(ServerConnection connection, ByteBufAllocator allocator, Copying copying) {
        this.connection = connection;
        this.allocator = allocator;
        this.copying = copying;
    }

    void start(String sql) {
        connection.attach(this);
        FrontendWriter.query(connection.out(), sql);
        connection.syncWritten();
        connection.flush();
    }

    boolean isTaking() {
        return state == State.TAKING;
    }

    boolean isOver() {
        return state == State.OVER;
    }

    boolean isWritable() {
        return state != State.TAKING || connection.isWritable();
    }

    /** The CopyInResponse. */
    byte[] response() {
        return response;
    }

    PhysicalShardId shard() {
        return connection.shard().id();
    }

    /** How many rows the database says it has taken. */
    long rows() {
        return rows;
    }

    /** The row at hand. */
    void row(CopyRows row) {
        ByteBuf message = collected;
        if (message == null) {
            message = allocator.ioBuffer(MESSAGE_BYTES + 1024);
            message.writeByte(dev.colonnade.wire.frontend.Tags.COPY_DATA).writeInt(0);
            collected = message;
        }
        row.writeTo(message);
        lines.add(row.line(), row.lines());
        if (message.readableBytes() >= MESSAGE_BYTES) {
            sendCollected();
            connection.flushSent();
        }
    }

    /** A CopyData message as it is; takes ownership. */
    void pass(ByteBuf message) {
        connection.send(message);
        connection.flushSent();
    }

    private void sendCollected() {
        ByteBuf message = collected;
        if (message != null) {
            collected = null;
            message.setInt(1, message.readableBytes() - 1);
            connection.send(message);
        }
    }

    void finish() {
        if (state == State.TAKING) {
            sendCollected();
            FrontendWriter.copyDone(connection.out());
            connection.flush();
            state = State.ENDING;
        }
    }

    /** Has the database undo it. */
    void abort(String reason) {
        release();
        switch (state) {
            case TAKING -> {
                FrontendWriter.copyFail(connection.out(), reason);
                connection.flush();
                state = State.ENDING;
            }
            // it may wait for a lock
            case STARTING, ENDING -> cancel();
            case FAILED, OVER -> {
                // nothing left to undo here
            }
        }
    }

    void cancel() {
        if (state != State.OVER && !cancelled) {
            cancelled = true;
            connection.cancel();
        }
    }

    private void release() {
        ByteBuf message = collected;
        if (message != null) {
            collected = null;
            message.release();
        }
    }

    @Override
    public void message(ServerConnection from, byte tag, ByteBuf buffer, int start, int end) {
        switch (tag) {
            case Tags.COPY_IN_RESPONSE -> started(buffer, start, end);
            case Tags.COMMAND_COMPLETE -> {
                String text = Wire.string(buffer, start + 5, end - 1);
                rows = Long.parseLong(text.substring(text.lastIndexOf(' ') + 1));
            }
            case Tags.ERROR_RESPONSE -> {
                // it has left copy mode: what is still sent to it is ignored there
                state = State.FAILED;
                copying.failed(
                        translated(ErrorFields.decodeBody(new MessageCursor(buffer, start + 5, end - start - 5))));
            }
            case Tags.READY_FOR_QUERY -> {
                state = State.OVER;
                copying.branchOver();
            }
            case Tags.NOTICE_RESPONSE -> copying.notice(buffer, start, end);
            default -> {
                // parameter changes concern nobody here
            }
        }
    }

    private void started(ByteBuf buffer, int start, int end) {
        state = State.TAKING;
        response = ByteBufUtil.getBytes(buffer, start, end - start);
        if (copying.over()) {
            abort("another shard failed");
        } else {
            copying.started();
        }
    }

    private ErrorFields translated(ErrorFields error) {
        String context = error.fields().get('W');
        ErrorFields named = Sequence.named(error, connection);
        return context == null ? named : named.with('W', lines.translated(context));
    }

    @Override
    public void readComplete(ServerConnection from) {
        // notices go to the client with what comes next
    }

    @Override
    public void writabilityChanged(ServerConnection from) {
        if (from.isWritable()) {
            copying.writable();
        }
    }

    /** The COPY behind it would run outside the transaction: it must not go on. */
    @Override
    public void preludeFailed(ServerConnection from, ErrorFields error) {
        copying.failed(Sequence.named(error, from));
    }

    @Override
    public void closed(ServerConnection from, ErrorFields reason) {
        release();
        state = State.OVER;
        copying.failed(
                reason.sqlState().equals(SqlState.CONNECTION_FAILURE)
                        ? reason
                        : ErrorFields.of(
                                "ERROR",
                                SqlState.CONNECTION_FAILURE,
                                "connection to shard \"" + from.shard().id().value() + "\" was lost",
                                reason.message(),
                                ""));
        copying.branchOver();
    }
}
