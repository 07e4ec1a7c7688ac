package dev.colonnade.execution.pool;

/** Where a server connection is in its life. */
public enum ServerConnectionState {
    /** From the first packet to the first ReadyForQuery. */
    CONNECTING,
    /** In a pool's shelf. */
    IDLE,
    /** With a session. */
    LEASED,
    /** Given back while a cancel request for it is still under way; not lent before that is over. */
    CANCELLING,
    CLOSED
}
