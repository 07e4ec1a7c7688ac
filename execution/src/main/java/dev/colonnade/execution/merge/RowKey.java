package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.Canonical;
import dev.colonnade.execution.value.FieldWriter;
import dev.colonnade.execution.value.KeyBytes;
import java.util.List;

/** What makes rows equal: the canonical bytes of some columns, NULLs equal. */
final class RowKey {
    private record Part(int column, Canonical form) {}

    private final List<Part> parts;
    private final KeyBytes bytes = new KeyBytes();

    RowKey(BranchRow shape, List<Integer> columns, String step) {
        parts = columns.stream()
                .map(column -> new Part(column, shape.canonical(column, step)))
                .toList();
    }

    /** The row's key; overwritten by the next call. */
    KeyBytes of(Row row) {
        bytes.clear();
        for (Part part : parts) {
            int start = bytes.length();
            bytes.appendInt(FieldWriter.NULL_LENGTH);
            int length = row.length(part.column);
            if (length >= 0) {
                part.form.append(row.body, row.offset(part.column), length, bytes);
                bytes.setInt(start, bytes.length() - start - Row.LENGTH_BYTES);
            }
        }
        return bytes;
    }
}
