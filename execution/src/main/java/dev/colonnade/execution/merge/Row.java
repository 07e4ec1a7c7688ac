package dev.colonnade.execution.merge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A row that the pipeline holds: its bytes (owned) and where its fields begin. */
final class Row {
    private static final int COUNT_BYTES = Short.BYTES;
    static final int LENGTH_BYTES = Integer.BYTES;

    final int branch;
    final ByteBuf body;
    /** Absolute index of each field's length; one more for the end. */
    private final int[] fields;

    private Row(int branch, ByteBuf body, int[] fields) {
        this.branch = branch;
        this.body = body;
        this.fields = fields;
    }

    /**
     * Finds the fields; takes ownership of the body, also when it throws.
     *
     * @throws MergeException with {@link MergeFailure.MalformedRow}
     */
    static Row of(int branch, ByteBuf body, int columns) {
        int[] fields = new int[columns + 1];
        String wrong = locate(body, fields);
        if (!wrong.isEmpty()) {
            body.release();
            throw new MergeException(new MergeFailure.MalformedRow(branch, wrong));
        }
        return new Row(branch, body, fields);
    }

    boolean isNull(int column) {
        return body.getInt(fields[column]) < 0;
    }

    /** Absolute index of the value's first byte. */
    int offset(int column) {
        return fields[column] + LENGTH_BYTES;
    }

    /** Bytes of the value; -1 for NULL. */
    int length(int column) {
        return body.getInt(fields[column]);
    }

    int bytes() {
        return body.readableBytes();
    }

    /** Bytes of the field: length and value. */
    int fieldBytes(int column) {
        return fields[column + 1] - fields[column];
    }

    /** Appends the field, length and value, as it stands. */
    void copyField(int column, ByteBuf out) {
        out.writeBytes(body, fields[column], fieldBytes(column));
    }

    /**
     * The row without the columns from {@code visible} on. Hands over the ownership; the bytes are cut where they are (hidden columns are
     * the last), not copied.
     */
    ByteBuf takeVisible(int visible) {
        if (visible < fields.length - 1) {
            body.setShort(body.readerIndex(), visible);
            body.writerIndex(fields[visible]);
        }
        return body;
    }

    /** A copy that stays when this row has gone to the sink. */
    Row copy(ByteBufAllocator allocator) {
        return of(branch, allocator.buffer(bytes()).writeBytes(body, body.readerIndex(), bytes()), fields.length - 1);
    }

    void release() {
        body.release();
    }

    private static String locate(ByteBuf body, int[] fields) {
        int columns = fields.length - 1;
        int at = body.readerIndex();
        int end = body.writerIndex();
        if (end - at < COUNT_BYTES || body.getUnsignedShort(at) != columns) {
            return (end - at < COUNT_BYTES ? "no" : Integer.toString(body.getUnsignedShort(at))) + " fields instead of "
                    + columns;
        }
        at += COUNT_BYTES;
        for (int i = 0; i < columns; i++) {
            fields[i] = at;
            if (end - at < LENGTH_BYTES) {
                return "field " + i + " is cut off";
            }
            int length = body.getInt(at);
            at += LENGTH_BYTES;
            if (length > end - at || length < -1) {
                return "field " + i + " has a length of " + length + " bytes with " + (end - at) + " left";
            }
            at += Math.max(length, 0);
        }
        fields[columns] = at;
        return at == end ? "" : (end - at) + " bytes after the last field";
    }
}
