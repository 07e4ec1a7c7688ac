package dev.colonnade.wire;

/** The peer broke the protocol; SQLSTATE 08P01. The connection is closed after reporting it: its stream has no boundaries any more. */
public sealed class ProtocolViolationException extends RuntimeException permits InvalidEncodingException {
    private static final long serialVersionUID = 1L;

    public ProtocolViolationException(String message) {
        super(message);
    }
}
