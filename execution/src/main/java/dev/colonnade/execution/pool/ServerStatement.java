package dev.colonnade.execution.pool;

import dev.colonnade.wire.backend.RowDescription;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A text as servers know it prepared: the same object for the same text, parameter types and settings that PostgreSQL folds in at Parse
 * (D8), shared by all sessions and connections. Thread-safe: immutable but for what a server said of it, which is set once.
 */
public final class ServerStatement {
    private final int id;
    private final String name;
    private final byte[] nameBytes;
    private final String sql;
    private final int[] parameterTypes;
    private volatile @Nullable Description description;

    ServerStatement(int id, String sql, int[] parameterTypes) {
        this.id = id;
        this.name = "c" + id;
        this.nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        this.sql = sql;
        this.parameterTypes = parameterTypes.clone();
    }

    /** Unique in this process. */
    public int id() {
        return id;
    }

    /** The name on every server connection. */
    public String name() {
        return name;
    }

    /** The name as it goes over the wire, without terminator. Not to be changed. */
    public byte[] nameBytes() {
        return nameBytes;
    }

    public String sql() {
        return sql;
    }

    /** As given at Parse; 0 is unspecified. Not to be changed. */
    public int[] parameterTypes() {
        return parameterTypes;
    }

    /** What a server answered to Describe; null before one did. */
    public @Nullable Description description() {
        return description;
    }

    public void describedAs(Description answer) {
        description = answer;
    }

    /**
     * A server's answer to Describe of the statement.
     *
     * @param parameterTypes all resolved, as clients see them
     * @param rows null where the statement returns none; formats are text
     */
    public record Description(
            int[] parameterTypes, @Nullable RowDescription rows) {}
}
