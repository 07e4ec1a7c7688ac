package dev.colonnade.execution.scatter;

import dev.colonnade.execution.pool.TestPool;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a scatter yields. Takes as many rows as it is told to and then, as a slow client's socket does, wants no more. */
final class Answer implements ScatterListener {
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private volatile List<String> columns = List.of();
    private final List<String> rows = new ArrayList<>();
    private volatile int rowCount;
    private volatile String tag = "";
    private volatile @Nullable ErrorFields failure;
    private volatile boolean lost;
    private @Nullable ScatterRun run;
    private int rowsMax = Integer.MAX_VALUE;

    /** Whom to tell when no more rows are wanted. */
    void run(ScatterRun from) {
        run = from;
    }

    /** Wants no more beyond that many, all in all. */
    void takesRows(int most) {
        rowsMax = most;
    }

    void awaitEnd() {
        TestPool.await(ended);
    }

    List<String> columns() {
        return columns;
    }

    /** Fields joined by |, after the end. */
    List<String> rows() {
        return rows;
    }

    List<String> sortedRows() {
        return rows.stream().sorted().toList();
    }

    int rowCount() {
        return rowCount;
    }

    String tag() {
        return tag;
    }

    @Nullable
    ErrorFields failureOrNull() {
        return failure;
    }

    ErrorFields failure() {
        ErrorFields known = failure;
        if (known == null) {
            throw new AssertionError("finished: " + tag);
        }
        return known;
    }

    boolean lost() {
        return lost;
    }

    @Override
    public void described(@Nullable RowDescription description) {
        if (description != null) {
            columns = description.fields().stream()
                    .map(RowDescription.Field::name)
                    .toList();
        }
    }

    @Override
    public void row(ByteBuf body) {
        List<String> fields = new ArrayList<>();
        for (int i = body.readShort(); i > 0; i--) {
            int length = body.readInt();
            fields.add(
                    length < 0
                            ? "NULL"
                            : body.readCharSequence(length, StandardCharsets.UTF_8)
                                    .toString());
        }
        body.release();
        rows.add(String.join("|", fields));
        rowCount = rows.size();
        tellIfFull();
    }

    private void tellIfFull() {
        ScatterRun from = run;
        if (from != null && rows.size() >= rowsMax) {
            from.sinkWritable(false);
        }
    }

    @Override
    public void notice(ByteBuf buffer, int start, int end) {}

    @Override
    public void flush() {
        tellIfFull();
    }

    @Override
    public void finished(String commandTag) {
        tag = commandTag;
        end();
    }

    @Override
    public void failed(ErrorFields error, boolean answerLost) {
        failure = error;
        lost = answerLost;
        end();
    }

    private void end() {
        if (!ended.complete(true)) {
            throw new AssertionError("told twice");
        }
    }
}
