package dev.colonnade.execution.pool;

import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.Tags;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.codec.Wire;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A simple query of our own (SET, COMMIT, ROLLBACK ...): rows are dropped, the last tag and the first error are kept. */
public final class ControlQuery implements ServerReplies {
    private final String sql;
    private final Done done;
    private final byte last;
    private String tag = "";
    private @Nullable ErrorFields error;
    private boolean over;

    ControlQuery(String sql, Done done) {
        this(sql, done, Tags.READY_FOR_QUERY);
    }

    /** @param last the message that ends the answer, beside an error where that isn't ReadyForQuery */
    ControlQuery(String sql, Done done, byte last) {
        this.sql = sql;
        this.done = done;
        this.last = last;
    }

    /** Called once. */
    @FunctionalInterface
    public interface Done {
        void done(Outcome outcome);
    }

    /**
     * How it ended.
     *
     * @param tag the last command tag; empty where there was none
     * @param error the server's error; null for success
     * @param lost the connection ended before the answer: what happened is unknown
     */
    public record Outcome(String tag, @Nullable ErrorFields error, boolean lost) {
        public boolean ok() {
            return error == null;
        }
    }

    @Override
    public void message(ServerConnection from, byte messageTag, ByteBuf buffer, int start, int end) {
        switch (messageTag) {
            case Tags.COMMAND_COMPLETE -> {
                tag = Wire.string(buffer, start + 5, end - 1);
                if (last == Tags.COMMAND_COMPLETE) {
                    finish(new Outcome(tag, error, false));
                }
            }
            case Tags.ERROR_RESPONSE -> {
                if (error == null) {
                    error = ErrorFields.decodeBody(new MessageCursor(buffer, start + 5, end - start - 5));
                }
                if (last == Tags.COMMAND_COMPLETE) {
                    finish(new Outcome(tag, error, false));
                }
            }
            case Tags.READY_FOR_QUERY -> finish(new Outcome(tag, error, false));
            default -> {
                // rows, notices and parameter changes of our own statements concern nobody
            }
        }
    }

    @Override
    public void readComplete(ServerConnection from) {}

    @Override
    public void preludeFailed(ServerConnection from, ErrorFields failure) {
        error = failure;
    }

    @Override
    public void closed(ServerConnection from, ErrorFields reason) {
        finish(new Outcome(tag, reason, true));
    }

    /** Once: a connection that ends later, with nothing outstanding, is no matter of this query any more. */
    private void finish(Outcome outcome) {
        if (!over) {
            over = true;
            done.done(outcome);
        }
    }

    @Override
    public String toString() {
        return sql;
    }
}
