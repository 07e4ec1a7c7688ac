package dev.colonnade.wire;

/** A text isn't in the encoding it has to be in; SQLSTATE 22021. The message's boundaries are sound. */
public final class InvalidEncodingException extends ProtocolViolationException {
    private static final long serialVersionUID = 1L;

    public InvalidEncodingException(String message) {
        super(message);
    }
}
