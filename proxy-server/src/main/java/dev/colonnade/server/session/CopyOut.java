package dev.colonnade.server.session;

import dev.colonnade.execution.copy.CopyFormat;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerReplies;
import dev.colonnade.planner.Planned;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.Tags;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.codec.Wire;
import dev.colonnade.wire.frontend.FrontendWriter;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** COPY TO STDOUT of several databases: one after the other, one CopyOutResponse, one header line, one CopyDone. */
final class CopyOut implements ServerReplies {
    private static final int BINARY = 1;

    private final ClientSession session;
    private final Planned.CopyOut copy;
    private final LocalStatements.Done done;
    private @Nullable ServerConnection current;
    private @Nullable ErrorFields error;
    private int branch;
    private long rows;
    private boolean firstLine;
    private final boolean header;

    private CopyOut(ClientSession session, Planned.CopyOut copy, LocalStatements.Done done) {
        this.session = session;
        this.copy = copy;
        this.done = done;
        this.header = CopyFormat.hasHeader(copy.copy().options());
    }

    static void run(ClientSession session, Planned.CopyOut copy, LocalStatements.Done done) {
        session.await();
        CopyOut out = new CopyOut(session, copy, done);
        session.copyOut = out;
        session.relay.detach();
        out.next();
    }

    private void next() {
        if (error != null || branch == copy.branches().size()) {
            over();
            return;
        }
        session.connections.whenAcquired(
                copy.branches().get(branch).shard(),
                connection -> {
                    current = connection;
                    firstLine = header && branch > 0;
                    connection.attach(this);
                    FrontendWriter.query(
                            connection.out(), copy.branches().get(branch).sql());
                    connection.syncWritten();
                    connection.flush();
                },
                reason -> {
                    error = reason;
                    over();
                });
    }

    private void over() {
        session.copyOut = null;
        ErrorFields failure = error;
        if (failure != null) {
            done.failed(failure);
        } else {
            Wire.empty(session.client.own(), Tags.COPY_DONE);
            done.done("COPY " + rows);
        }
    }

    void sinkWritable(boolean writable) {
        ServerConnection connection = current;
        if (connection != null && connection.isOpen()) {
            connection.setReading(writable);
        }
    }

    void cancel() {
        ServerConnection connection = current;
        if (connection != null) {
            connection.cancel();
        }
    }

    @Override
    public void message(ServerConnection from, byte tag, ByteBuf buffer, int start, int end) {
        switch (tag) {
            case Tags.COPY_OUT_RESPONSE -> {
                if (buffer.getByte(start + 5) == BINARY) {
                    error = ErrorResponses.unsupported(
                            "COPY TO in binary format from several shards", "Use the text or CSV format.");
                    from.cancel();
                } else if (branch == 0) {
                    forward(buffer, start, end);
                }
            }
            case Tags.COPY_DATA -> {
                if (firstLine) {
                    firstLine = false;
                } else if (error == null) {
                    forward(buffer, start, end);
                }
            }
            case Tags.COMMAND_COMPLETE -> {
                String tagText = Wire.string(buffer, start + 5, end - 1);
                rows += Long.parseLong(tagText.substring(tagText.lastIndexOf(' ') + 1));
            }
            case Tags.ERROR_RESPONSE -> {
                if (error == null) {
                    error = Sequence.named(
                            ErrorFields.decodeBody(new MessageCursor(buffer, start + 5, end - start - 5)), from);
                }
            }
            case Tags.READY_FOR_QUERY -> {
                current = null;
                branch++;
                next();
            }
            default -> {
                // CopyDone comes once, at the end
            }
        }
    }

    private void forward(ByteBuf buffer, int start, int end) {
        session.client.own().writeBytes(buffer, start, end - start);
    }

    @Override
    public void readComplete(ServerConnection from) {
        session.client.flush();
        if (!session.client.isWritable()) {
            from.setReading(false);
        }
    }

    @Override
    public void preludeFailed(ServerConnection from, ErrorFields reason) {
        error = reason;
    }

    @Override
    public void closed(ServerConnection from, ErrorFields reason) {
        session.connections.lost(from);
        if (from == current) {
            current = null;
            error = reason;
            over();
        }
    }
}
