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

    /** The messages of one read are over. */
    void readComplete(ServerConnection from);

    /** What was sent ahead (settings, BEGIN) failed; its ReadyForQuery has come. What was sent behind it still gets its answers. */
    void preludeFailed(ServerConnection from, ErrorFields error);

    /** The link is gone; nothing more comes. */
    void closed(ServerConnection from, ErrorFields reason);
}
