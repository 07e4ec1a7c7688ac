package dev.colonnade.server.session;

import dev.colonnade.wire.backend.ErrorFields;

/** The statement at hand fails with this ErrorResponse; the session goes on. */
final class StatementException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ErrorFields fields;

    StatementException(ErrorFields fields) {
        super(fields.message(), null, false, false);
        this.fields = fields;
    }

    StatementException(String sqlState, String message) {
        this(ErrorFields.error(sqlState, message));
    }

    ErrorFields fields() {
        return fields;
    }
}
