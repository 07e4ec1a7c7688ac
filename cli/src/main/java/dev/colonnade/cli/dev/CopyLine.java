package dev.colonnade.cli.dev;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One row in the text format of COPY: the PostgreSQL manual, "COPY", "Text Format". */
final class CopyLine {
    private CopyLine() {}

    /** The row without its line end; null is SQL's NULL. */
    static String of(@Nullable Object... values) {
        return Arrays.stream(values).map(CopyLine::field).collect(Collectors.joining("\t"));
    }

    private static String field(@Nullable Object value) {
        return value == null
                ? "\\N"
                : value.toString()
                        .replace("\\", "\\\\")
                        .replace("\t", "\\t")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r");
    }
}
