package dev.colonnade.server.session;

/** What has to happen before a session takes another message from its client. Nothing but that ends the waiting. */
enum Awaiting {
    NOTHING,
    /** ReadyForQuery, or the beginning of a COPY, of the server that is relayed; or that server's end. */
    ANSWERS,
    /** All answers of the server that is relayed, which was asked to flush them; or that server's end. */
    DRAINED,
    /** The server that is relayed takes bytes again; or that server's end. */
    WRITABLE,
    /** Somebody who works for the session (a lease, a scatter, a statement of its own) and says once that it is done. */
    WORK
}
