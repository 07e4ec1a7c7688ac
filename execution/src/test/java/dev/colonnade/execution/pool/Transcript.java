package dev.colonnade.execution.pool;

import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.Tags;
import dev.colonnade.wire.codec.MessageCursor;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a connection says. */
final class Transcript implements ServerReplies {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<ErrorFields> closings = new CopyOnWriteArrayList<>();
    private final List<ErrorFields> preludeFailures = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private volatile String firstField = "";

    /** Tags, and behind E the SQLSTATE. */
    String messages() {
        return String.join(" ", messages);
    }

    String firstField() {
        return firstField;
    }

    List<ErrorFields> closings() {
        return closings;
    }

    List<ErrorFields> preludeFailures() {
        return preludeFailures;
    }

    /** Waits for ReadyForQuery. */
    void awaitReady() {
        TestPool.await(ready);
    }

    /** Waits until the link is gone. */
    void awaitClosed() {
        TestPool.await(ended);
    }

    @Override
    public void message(ServerConnection from, byte tag, ByteBuf buffer, int start, int end) {
        MessageCursor body = new MessageCursor(buffer, start + 5, end - start - 5);
        switch (tag) {
            case Tags.ERROR_RESPONSE ->
                messages.add("E" + ErrorFields.decodeBody(body).sqlState());
            case Tags.DATA_ROW -> {
                messages.add("D");
                body.skip(2);
                int length = body.int32();
                if (firstField.isEmpty() && length >= 0) {
                    firstField = new String(body.bytes(length), StandardCharsets.UTF_8);
                }
            }
            default -> messages.add(String.valueOf((char) tag));
        }
        if (tag == Tags.READY_FOR_QUERY) {
            ready.complete(true);
        }
    }

    @Override
    public void readComplete(ServerConnection from) {}

    @Override
    public void preludeFailed(ServerConnection from, ErrorFields error) {
        preludeFailures.add(error);
    }

    @Override
    public void closed(ServerConnection from, ErrorFields reason) {
        closings.add(reason);
        ended.complete(true);
        ready.completeExceptionally(new AssertionError("closed: " + reason));
    }
}
