package dev.colonnade.execution.copy;

import org.jspecify.annotations.Nullable;

/** The stream of a COPY can't be taken further; nothing of the row at hand may be handed on. */
public final class CopyException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String sqlState;
    private final String hint;
    private final long line;
    private final @Nullable String column;

    CopyException(String sqlState, String message, String hint, long line) {
        this(sqlState, message, hint, line, null);
    }

    /** @param column the column it is about, if any */
    CopyException(String sqlState, String message, String hint, long line, @Nullable String column) {
        super(message, null, false, false);
        this.sqlState = sqlState;
        this.hint = hint;
        this.line = line;
        this.column = column;
    }

    public String sqlState() {
        return sqlState;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** Empty without. */
    public String hint() {
        return hint;
    }

    /** The client's line, from 1. */
    public long line() {
        return line;
    }

    /** The column it is about; null for none. */
    public @Nullable String column() {
        return column;
    }
}
