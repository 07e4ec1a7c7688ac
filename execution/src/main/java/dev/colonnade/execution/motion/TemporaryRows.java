package dev.colonnade.execution.motion;

import dev.colonnade.execution.motion.Exchange.Result;
import dev.colonnade.execution.pool.ControlQuery;
import dev.colonnade.execution.pool.OidTranslation;
import dev.colonnade.execution.pool.ServerConnection;
import dev.colonnade.execution.scatter.Bound;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.frontend.FrontendWriter;
import dev.colonnade.wire.frontend.Tags;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gathered rows in a temporary table on a compute connection, inside a transaction that is rolled back at the end:
 *
 * <pre>
 *   BEGIN; CREATE TEMPORARY TABLE ... ON COMMIT DROP; COPY ... FROM STDIN (FORMAT binary); ANALYZE; (final query); ROLLBACK
 * </pre>
 */
final class TemporaryRows {
    private static final byte[] COPY_HEADER =
            "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int COPY_END = -1;
    private static final int MESSAGE_BYTES = 64 * 1024;

    /** Smaller tables are planned well enough without statistics. */
    private static final int ANALYZE_ROWS_MIN = 100;

    /** No two tables of a process have one name, so no plan of one is ever used for another. */
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final ServerConnection connection;
    private final GatheredRows rows;
    private final ByteBufAllocator allocator;
    private final Done done;
    private final String table = "pg_temp.colonnade_motion_" + NUMBERS.incrementAndGet();

    private int rowsCopied;

    /** Told once. */
    interface Done {
        void ready(String table);

        /** @param preparing whether the table couldn't even be made */
        void failed(ErrorFields error, boolean preparing);
    }

    TemporaryRows(ServerConnection connection, GatheredRows rows, ByteBufAllocator allocator, Done done) {
        this.connection = connection;
        this.rows = rows;
        this.allocator = allocator;
        this.done = done;
    }

    void fill(String opening, FinalText text, int[] types, Bound bound) {
        connection.run(opening, opened -> {
            if (!failed(opened, true)) {
                create(text, types, bound);
            }
        });
    }

    private boolean failed(ControlQuery.Outcome outcome, boolean preparing) {
        ErrorFields error = outcome.error();
        if (error != null) {
            done.failed(error, preparing);
        }
        return error != null;
    }

    private void create(FinalText text, int[] types, Bound bound) {
        ByteBuf out = connection.out();
        FrontendWriter.parse(out, "", text.creation(table), serverTypes(types, connection.oids()));
        FrontendWriter.bind(out, "", "", bound.formats(), bound.values(), new short[0]);
        FrontendWriter.execute(out, 0);
        FrontendWriter.sync(out);
        Exchange.send(connection, result -> {
            ErrorFields error = result.error();
            if (error != null) {
                done.failed(error, true);
            } else {
                copy();
            }
        });
    }

    static int[] serverTypes(int[] types, OidTranslation oids) {
        int[] own = types.clone();
        for (int i = 0; i < own.length; i++) {
            own[i] = oids.typeToServer(own[i]);
        }
        return own;
    }

    private void copy() {
        FrontendWriter.query(connection.out(), "COPY " + table + " FROM STDIN (FORMAT binary)");
        Exchange.send(connection, new Exchange.Done() {
            @Override
            public void copyIn() {
                sendRows();
            }

            @Override
            public void over(Result result) {
                ErrorFields error = result.error();
                if (error != null) {
                    done.failed(error, false);
                } else {
                    analyze();
                }
            }
        });
    }

    /** A DataRow's body is a tuple as binary COPY takes it. */
    private void sendRows() {
        rowsCopied = rows.count();
        ByteBuf message = begun();
        message.writeBytes(COPY_HEADER);
        for (ByteBuf row : rows.bodies()) {
            message.writeBytes(row, row.readerIndex(), row.readableBytes());
            if (message.readableBytes() >= MESSAGE_BYTES) {
                send(message);
                message = begun();
            }
        }
        rows.release();
        message.writeShort(COPY_END);
        send(message);
        FrontendWriter.copyDone(connection.out());
        connection.flushSent();
    }

    private ByteBuf begun() {
        return allocator
                .ioBuffer(MESSAGE_BYTES + 1024)
                .writeByte(Tags.COPY_DATA)
                .writeInt(0);
    }

    private void send(ByteBuf message) {
        message.setInt(message.readerIndex() + 1, message.readableBytes() - 1);
        connection.send(message);
        connection.flushSent();
    }

    private void analyze() {
        if (rowsCopied < ANALYZE_ROWS_MIN) {
            done.ready(table);
        } else {
            connection.run("ANALYZE " + table, analyzed -> {
                if (!failed(analyzed, false)) {
                    done.ready(table);
                }
            });
        }
    }
}
