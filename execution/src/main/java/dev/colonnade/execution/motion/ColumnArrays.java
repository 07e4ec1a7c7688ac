package dev.colonnade.execution.motion;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** Columns of gathered rows as arrays in PostgreSQL's binary format: what unnest() turns into the rows again. */
final class ColumnArrays {
    private static final int HAS_NULLS = 1;

    private ColumnArrays() {}

    /**
     * One array per column of a fragment.
     *
     * @param fragment only rows with this number are taken
     * @param first the place of its first column in a row, the fragment's number being at place 0
     * @param types of its columns
     */
    static List<byte[]> of(
            List<ByteBuf> rows, int fragment, int first, List<Integer> types, ByteBufAllocator allocator) {
        List<ByteBuf> arrays = new ArrayList<>();
        types.forEach(type -> arrays.add(allocator.buffer()));
        try {
            int count = 0;
            for (ByteBuf row : rows) {
                if (number(row) == fragment) {
                    append(row, first, arrays);
                    count++;
                }
            }
            List<byte[]> done = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                done.add(array(arrays.get(i), types.get(i), count));
            }
            return done;
        } finally {
            arrays.forEach(ByteBuf::release);
        }
    }

    /** The fragment that a row is of: its first column, an int2. */
    private static int number(ByteBuf row) {
        return row.getShort(row.readerIndex() + Short.BYTES + Integer.BYTES);
    }

    private static void append(ByteBuf row, int first, List<ByteBuf> arrays) {
        int at = row.readerIndex() + Short.BYTES;
        for (int column = 0; column < first + arrays.size(); column++) {
            int field = Integer.BYTES + Math.max(row.getInt(at), 0);
            if (column >= first) {
                arrays.get(column - first).writeBytes(row, at, field);
            }
            at += field;
        }
    }

    private static byte[] array(ByteBuf elements, int type, int count) {
        java.nio.ByteBuffer header = java.nio.ByteBuffer.allocate((count == 0 ? 3 : 5) * Integer.BYTES);
        header.putInt(count == 0 ? 0 : 1).putInt(count == 0 ? 0 : HAS_NULLS).putInt(type);
        if (count > 0) {
            header.putInt(count).putInt(1);
        }
        byte[] bytes = new byte[header.capacity() + elements.readableBytes()];
        System.arraycopy(header.array(), 0, bytes, 0, header.capacity());
        elements.readBytes(bytes, header.capacity(), elements.readableBytes());
        return bytes;
    }
}
