package dev.colonnade.execution.motion;

import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerReplies;
import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.execution.scatter.Descriptions;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import dev.colonnade.wire.backend.Tags;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.codec.Wire;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Requests up to one Sync on one connection, and their answers. */
final class Exchange implements ServerReplies {
    private final ServerConnection connection;
    private final Done done;
    private int[] parameterTypes = {};
    private @Nullable RowDescription rows;
    private @Nullable ErrorFields error;
    private String tag = "";
    private boolean over;

    /** Told what comes; {@link #over} last. */
    interface Done {
        /** A row's body, owned by whoever takes it. */
        default void row(ByteBuf body) {
            body.release();
        }

        default void notice(ByteBuf buffer, int start, int end) {}

        default void copyIn() {}

        default void readComplete() {}

        /** The exchange is over: no answers are outstanding, and no cancel request is under way. */
        void over(Result result);
    }

    /**
     * How it ended.
     *
     * @param error null for success
     * @param lost whether the connection ended before the answer
     */
    record Result(
            ServerStatement.Description description,
            String tag,
            @Nullable ErrorFields error,
            boolean lost) {}

    private Exchange(ServerConnection connection, Done done) {
        this.connection = connection;
        this.done = done;
    }

    /** Sends what has been written to the connection's {@link ServerConnection#out()}, which ends with a Sync or is a Query. */
    static void send(ServerConnection connection, Done done) {
        connection.attach(new Exchange(connection, done));
        connection.syncWritten();
        connection.flush();
    }

    @Override
    public void message(ServerConnection from, byte messageTag, ByteBuf buffer, int start, int end) {
        switch (messageTag) {
            case Tags.DATA_ROW -> done.row(buffer.retainedSlice(start + 5, end - start - 5));
            case Tags.PARAMETER_DESCRIPTION -> {
                MessageCursor body = new MessageCursor(buffer, start + 5, end - start - 5);
                parameterTypes = new int[body.int16() & 0xffff];
                for (int i = 0; i < parameterTypes.length; i++) {
                    parameterTypes[i] = from.oids().typeToClient(body.int32());
                }
            }
            case Tags.ROW_DESCRIPTION ->
                rows = Descriptions.toClient(
                        RowDescription.decodeBody(new MessageCursor(buffer, start + 5, end - start - 5)), from.oids());
            case Tags.COMMAND_COMPLETE -> tag = Wire.string(buffer, start + 5, end - 1);
            case Tags.ERROR_RESPONSE -> {
                if (error == null) {
                    error = ErrorFields.decodeBody(new MessageCursor(buffer, start + 5, end - start - 5));
                }
            }
            case Tags.NOTICE_RESPONSE -> done.notice(buffer, start, end);
            case Tags.COPY_IN_RESPONSE -> done.copyIn();
            case Tags.READY_FOR_QUERY -> from.afterCancels(() -> finish(false));
            default -> {
                // ParseComplete, BindComplete, NoData and parameter changes
            }
        }
    }

    private void finish(boolean lost) {
        if (!over) {
            over = true;
            done.over(new Result(new ServerStatement.Description(parameterTypes, rows), tag, error, lost));
        }
    }

    @Override
    public void readComplete(ServerConnection from) {
        if (!over) {
            done.readComplete();
        }
    }

    @Override
    public void preludeFailed(ServerConnection from, ErrorFields reason) {
        if (error == null) {
            error = reason;
        }
    }

    @Override
    public void closed(ServerConnection from, ErrorFields reason) {
        if (error == null) {
            error = reason;
        }
        finish(true);
    }

    @Override
    public String toString() {
        return "exchange with " + connection;
    }
}
