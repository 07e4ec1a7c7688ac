package dev.colonnade.server.session;

import dev.colonnade.execution.pool.OidTranslation;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.pool.ServerReplies;
import dev.colonnade.execution.pool.ServerStatement;
import dev.colonnade.wire.ProtocolViolationException;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import dev.colonnade.wire.backend.Tags;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.codec.Wire;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Passes the answers of one server connection on to the client: rows and whatever else needs no change as slices of the buffers they came
 * in, several messages at a time; answers to our own requests are taken out; answers that the proxy gives itself are put in at their turn.
 * Belongs to one session's event loop.
 *
 * <p>Hot: every single-shard statement's answers come through {@link #message}. Benchmark: the point selects of docs/benchmarks.md.
 */
final class ServerRelay implements ServerReplies {
    private final Owner owner;
    private final ClientWriter client;
    private final ArrayDeque<Expected> expected = new ArrayDeque<>();
    private @Nullable ServerConnection connection;

    /** The messages of the buffer at hand that go to the client as they are and haven't gone yet. */
    private @Nullable ByteBuf run;

    private int runStart;
    private int runEnd;
    private int[] parameterTypes = {};

    ServerRelay(Owner owner, ClientWriter client) {
        this.owner = owner;
        this.client = client;
    }

    /** The session. */
    interface Owner {
        /** The status that the client is to see in ReadyForQuery, given the server's. */
        byte statusAfter(ServerConnection from);

        /** The ReadyForQuery of the batch or script has come (and gone to the client, if it was to). */
        void ready(ServerConnection from, boolean last);

        /** All answers asked for so far are there. */
        void answersOver();

        /** An error came before this Parse's turn. */
        void parseSkipped(PreparedStatement statement);

        /** An ErrorResponse went to the client. */
        void failed(String sqlState);

        void copyInStarted(ServerConnection from);

        /** The link is gone from which answers were outstanding. */
        void lost(ServerConnection from, ErrorFields reason);

        /** A link is gone from which none were. */
        void lostIdle(ServerConnection from, ErrorFields reason);

        void writable(ServerConnection from);
    }

    /** The connection whose answers are relayed. */
    @Nullable
    ServerConnection connection() {
        return connection;
    }

    /** Listens to a connection from now on; nothing may be outstanding on the one before. */
    void attach(ServerConnection other) {
        connection = other;
        other.attach(this);
    }

    void detach() {
        connection = null;
    }

    /** The Sync sent last won't be answered; false where there is none. */
    boolean forgetSync() {
        return expected.peekLast() == Expected.Forwarded.SYNC && expected.pollLast() != null;
    }

    boolean idle() {
        return expected.isEmpty();
    }

    /** How many answers are still to come, those included that the proxy gives itself. */
    int outstanding() {
        return expected.size();
    }

    void expect(Expected next) {
        expected.add(next);
    }

    /** A message of our own: now, if nothing is outstanding, else when its turn comes. */
    void own(byte[] message) {
        if (expected.isEmpty()) {
            client.own().writeBytes(message);
        } else {
            expected.add(new Expected.Own(message));
        }
    }

    @Override
    public void message(ServerConnection from, byte tag, ByteBuf buffer, int start, int end) {
        if (from != connection) {
            unasked(tag, buffer, start, end);
            return;
        }
        switch (tag) {
            case Tags.DATA_ROW, Tags.COPY_DATA, Tags.COPY_DONE, Tags.COPY_OUT_RESPONSE, Tags.NOTICE_RESPONSE ->
                forward(buffer, start, end);
            case Tags.BIND_COMPLETE, Tags.CLOSE_COMPLETE -> {
                forward(buffer, start, end);
                expected.poll();
                ownsDue();
            }
            case Tags.COMMAND_COMPLETE, Tags.EMPTY_QUERY_RESPONSE, Tags.PORTAL_SUSPENDED -> {
                forward(buffer, start, end);
                if (expected.peek() == Expected.Forwarded.EXECUTE) {
                    expected.poll();
                    ownsDue();
                }
            }
            case Tags.READY_FOR_QUERY -> ready(from, buffer, start, end);
            case Tags.PARSE_COMPLETE -> {
                if (expected.poll() instanceof Expected.Parse parse && parse.forward()) {
                    forward(buffer, start, end);
                }
                ownsDue();
            }
            case Tags.PARAMETER_DESCRIPTION -> parameterDescription(from, buffer, start, end);
            case Tags.ROW_DESCRIPTION -> rowDescription(from, buffer, start, end);
            case Tags.NO_DATA -> noData(buffer, start, end);
            case Tags.ERROR_RESPONSE -> error(from, buffer, start, end);
            case Tags.COPY_IN_RESPONSE -> {
                forward(buffer, start, end);
                flushRun();
                client.flush();
                owner.copyInStarted(from);
            }
            case Tags.PARAMETER_STATUS, Tags.NOTIFICATION_RESPONSE -> forward(buffer, start, end);
            default -> throw new ProtocolViolationException("unexpected message " + (char) tag + " from a server");
        }
    }

    /** From a connection that was relayed before and has answered everything since: only what a server says by itself may come. */
    private void unasked(byte tag, ByteBuf buffer, int start, int end) {
        switch (tag) {
            case Tags.NOTIFICATION_RESPONSE, Tags.PARAMETER_STATUS, Tags.NOTICE_RESPONSE -> forward(buffer, start, end);
            default -> throw new ProtocolViolationException("message " + (char) tag + " that nobody asked for");
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same buffer, not one with the same bytes
    private void forward(ByteBuf buffer, int start, int end) {
        if (run == buffer && runEnd == start) {
            runEnd = end;
            return;
        }
        flushRun();
        run = buffer;
        runStart = start;
        runEnd = end;
    }

    private void flushRun() {
        ByteBuf current = run;
        if (current != null) {
            run = null;
            client.forward(current.retainedSlice(runStart, runEnd - runStart));
        }
    }

    /** Messages of our own whose turn has come. */
    private void ownsDue() {
        while (true) {
            Expected head = expected.peek();
            if (head instanceof Expected.Own own) {
                flushRun();
                client.own().writeBytes(own.message());
            } else if (head instanceof Expected.OwnParse) {
                flushRun();
                Wire.empty(client.own(), Tags.PARSE_COMPLETE);
            } else {
                break;
            }
            expected.poll();
        }
        if (expected.isEmpty()) {
            flushRun();
            owner.answersOver();
        }
    }

    private void ready(ServerConnection from, ByteBuf buffer, int start, int end) {
        Expected head = expected.poll();
        boolean last = !(head instanceof Expected.Script script) || script.last();
        if (last) {
            buffer.setByte(start + 5, owner.statusAfter(from));
            forward(buffer, start, end);
        }
        flushRun();
        if (last) {
            client.flush();
        }
        owner.ready(from, last);
    }

    private void parameterDescription(ServerConnection from, ByteBuf buffer, int start, int end) {
        int count = buffer.getShort(start + 5) & 0xffff;
        parameterTypes = new int[count];
        OidTranslation oids = from.oids();
        for (int i = 0; i < count; i++) {
            int at = start + 7 + 4 * i;
            parameterTypes[i] = oids.typeToClient(buffer.getInt(at));
            buffer.setInt(at, parameterTypes[i]);
        }
        if (expected.peek() instanceof Expected.DescribeStatement describe && describe.forward()) {
            forward(buffer, start, end);
        }
    }

    /** Type and table OIDs become those that clients know; all have a fixed width, so they are replaced in place. */
    private void rowDescription(ServerConnection from, ByteBuf buffer, int start, int end) {
        OidTranslation oids = from.oids();
        int count = buffer.getShort(start + 5) & 0xffff;
        int at = start + 7;
        for (int i = 0; i < count; i++) {
            at = Wire.stringEnd(buffer, at, end) + 1;
            buffer.setInt(at, oids.tableToClient(buffer.getInt(at)));
            buffer.setInt(at + 6, oids.typeToClient(buffer.getInt(at + 6)));
            at += 18;
        }
        Expected head = expected.peek();
        if (head instanceof Expected.DescribeStatement describe) {
            expected.poll();
            RowDescription rows = RowDescription.decodeBody(new MessageCursor(buffer, start + 5, end - start - 5));
            describe.statement().describedAs(new ServerStatement.Description(parameterTypes, rows));
            if (describe.forward()) {
                forward(buffer, start, end);
            }
            ownsDue();
            return;
        }
        forward(buffer, start, end);
        if (head == Expected.Forwarded.DESCRIBE_PORTAL) {
            expected.poll();
            ownsDue();
        }
    }

    private void noData(ByteBuf buffer, int start, int end) {
        Expected head = expected.poll();
        if (head instanceof Expected.DescribeStatement describe) {
            describe.statement().describedAs(new ServerStatement.Description(parameterTypes, null));
            if (describe.forward()) {
                forward(buffer, start, end);
            }
        } else {
            forward(buffer, start, end);
        }
        ownsDue();
    }

    /** The server skips everything up to the next Sync, and so do the answers expected. */
    private void error(ServerConnection from, ByteBuf buffer, int start, int end) {
        Expected head = expected.peek();
        if (head instanceof Expected.Abort abort) {
            flushRun();
            abort.error().write(client.own(), Tags.ERROR_RESPONSE);
            owner.failed(abort.error().sqlState());
        } else {
            ErrorFields fields = ErrorFields.decodeBody(new MessageCursor(buffer, start + 5, end - start - 5));
            forward(buffer, start, end);
            owner.failed(fields.sqlState());
        }
        while (!expected.isEmpty() && !endsBatch(expected.peek())) {
            skip(from, expected.remove());
        }
        if (expected.isEmpty()) {
            flushRun();
            owner.answersOver();
        }
    }

    /** No answer to this comes. */
    private void skip(ServerConnection from, Expected skipped) {
        if (skipped instanceof Expected.Parse parse) {
            from.forget(parse.statement());
            PreparedStatement owed = parse.owed();
            if (owed != null) {
                owner.parseSkipped(owed);
            }
        } else if (skipped instanceof Expected.OwnParse own) {
            owner.parseSkipped(own.statement());
        }
    }

    private static boolean endsBatch(Expected one) {
        return one == Expected.Forwarded.SYNC || one instanceof Expected.Script;
    }

    @Override
    public void bufferOver(ServerConnection from) {
        flushRun();
    }

    @Override
    public void readComplete(ServerConnection from) {
        client.flush();
        if (!client.isWritable() && from == connection) {
            from.setReading(false);
        }
    }

    @Override
    public void writabilityChanged(ServerConnection from) {
        owner.writable(from);
    }

    @Override
    public void preludeFailed(ServerConnection from, ErrorFields error) {
        from.close("could not open the transaction: " + error.message());
    }

    @Override
    public void closed(ServerConnection from, ErrorFields reason) {
        if (from != connection) {
            owner.lostIdle(from, reason);
            return;
        }
        connection = null;
        flushRun();
        if (expected.isEmpty()) {
            owner.lostIdle(from, reason);
            return;
        }
        while (!expected.isEmpty()) {
            skip(from, expected.remove());
        }
        owner.lost(from, reason);
    }
}
