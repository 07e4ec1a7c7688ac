package dev.colonnade.execution.pool;

import dev.colonnade.wire.backend.ErrorFields;
import io.netty.buffer.ByteBuf;

/** Who listens to a leased server connection. Called on the connection's event loop. */
public interface ServerReplies {
    /**
     * A whole message: {@code buffer} from {@code start} (its type byte) to {@code end}. Valid during the call; retain slices to keep it.
     * Messages of one read stand in one buffer, one after the other.
     */
    void message(ServerConnection from, byte tag, ByteBuf buffer, int start, int end);

    /** The buffer of the last messages is about to go: what is still wanted of it must be retained now. */
    default void bufferOver(ServerConnection from) {}

    /** Nothing more to read for now: the time to flush. */
    void readComplete(ServerConnection from);

    /** The server takes more bytes again, or no more for now: see {@link ServerConnection#isWritable()}. */
    default void writabilityChanged(ServerConnection from) {}

    /** What was sent ahead (settings, BEGIN) failed; its ReadyForQuery has come. What was sent behind it still gets its answers. */
    void preludeFailed(ServerConnection from, ErrorFields error);

    /** The link is gone; nothing more comes. */
    void closed(ServerConnection from, ErrorFields reason);
}
