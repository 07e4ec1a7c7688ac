package dev.colonnade.server;

import org.jspecify.annotations.Nullable;

/** The proxy can't start; the message is for the operator, one problem a line. */
public final class ProxyStartException extends Exception {
    private static final long serialVersionUID = 1L;

    ProxyStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
