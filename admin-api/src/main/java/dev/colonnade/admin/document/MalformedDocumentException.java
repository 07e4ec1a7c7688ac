package dev.colonnade.admin.document;

import org.jspecify.annotations.Nullable;

/** A body that isn't the document asked for; the message names member, value and what was expected. */
public final class MalformedDocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final @Nullable String field;
    private final @Nullable String nearest;

    MalformedDocumentException(String message) {
        this(message, null, null);
    }

    MalformedDocumentException(String message, @Nullable String field, @Nullable String nearest) {
        super(message, null, false, false);
        this.field = field;
        this.nearest = nearest;
    }

    /** The member at fault; null where the whole body is. */
    public @Nullable String field() {
        return field;
    }

    /** The known member that an unknown one most resembles; null for none. */
    public @Nullable String nearest() {
        return nearest;
    }
}
