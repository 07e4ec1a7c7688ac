package dev.colonnade.execution.copy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a few fields of a row, as PostgreSQL's COPY would, and leaves the rest alone. Not thread-safe. */
final class CopyFields {
    private final CopyFormat format;
    private final CharsetDecoder decoder;

    /** By field of the row: which of ours it is, or -1. */
    private final int[] slots;

    private final boolean[] forceNull;
    private final boolean[] forceNotNull;
    private final Kind[] kinds;
    private final byte[][] sources;
    private final int[] starts;
    private final int[] ends;

    /** Fields of the row at hand without their quotes and escapes. */
    private byte[] plain = new byte[64];

    private int plainEnd;

    /** What a field is. */
    enum Kind {
        TEXT,
        NULL,
        /** The marker of the column's default. */
        DEFAULT,
        /** The row has too few fields, or this one isn't quoted to its end: PostgreSQL refuses the row. */
        MISSING
    }

    /**
     * Prepares to read fields.
     *
     * @param positions of the fields, from 0, each once
     * @param columns their names, in the same order
     */
    CopyFields(CopyFormat format, List<Integer> positions, List<String> columns) {
        int count = positions.size();
        this.format = format;
        this.decoder = format.charset().newDecoder();
        this.slots =
                new int[positions.stream().mapToInt(Integer::intValue).max().orElse(-1) + 1];
        Arrays.fill(slots, -1);
        this.forceNull = new boolean[count];
        this.forceNotNull = new boolean[count];
        for (int i = 0; i < count; i++) {
            slots[positions.get(i)] = i;
            forceNull[i] = format.forceNull().contains(columns.get(i));
            forceNotNull[i] = format.forceNotNull().contains(columns.get(i));
        }
        this.kinds = new Kind[count];
        this.sources = new byte[count][];
        this.starts = new int[count];
        this.ends = new int[count];
    }

    /** Reads the fields of a row that stands between two indexes, without its line end. */
    void read(byte[] row, int start, int end) {
        Arrays.fill(kinds, Kind.MISSING);
        plainEnd = 0;
        if (plain.length < end - start) {
            plain = new byte[Math.max(end - start, 2 * plain.length)];
        }
        int next = start;
        for (int field = 0; field < slots.length && next <= end; field++) {
            next = format.csv() ? csv(row, next, end, slots[field]) : text(row, next, end, slots[field]);
        }
    }

    Kind kind(int slot) {
        return kinds[slot];
    }

    /** The value of a field of kind TEXT; null where its bytes aren't characters. */
    @Nullable
    String text(int slot) {
        try {
            return decoder.decode(ByteBuffer.wrap(sources[slot], starts[slot], ends[slot] - starts[slot]))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    /** The bytes of a field of kind TEXT stand here, from {@link #start} to {@link #end}. */
    byte[] source(int slot) {
        return sources[slot];
    }

    int start(int slot) {
        return starts[slot];
    }

    int end(int slot) {
        return ends[slot];
    }

    /** Reads a field from {@code i}; the result is where the next one begins, behind {@code end} where there is none. */
    private int text(byte[] row, int from, int end, int slot) {
        byte delimiter = format.delimiter();
        boolean escapes = false;
        int i = from;
        while (i < end && row[i] != delimiter) {
            if (row[i] == '\\') {
                escapes = true;
                i++;
            }
            i++;
        }
        int stop = Math.min(i, end);
        if (slot >= 0 && !marker(row, from, stop, slot)) {
            kinds[slot] = Kind.TEXT;
            if (escapes) {
                unescape(row, from, stop, slot);
            } else {
                at(slot, row, from, stop);
            }
        }
        return stop + 1;
    }

    private boolean marker(byte[] row, int from, int stop, int slot) {
        byte[] defaultMarker = format.defaultMarker();
        if (is(format.nullMarker(), row, from, stop)) {
            kinds[slot] = Kind.NULL;
        } else if (defaultMarker != null && is(defaultMarker, row, from, stop)) {
            kinds[slot] = Kind.DEFAULT;
        } else {
            return false;
        }
        return true;
    }

    private static boolean is(byte[] marker, byte[] row, int from, int stop) {
        return marker.length == stop - from && Arrays.equals(marker, 0, marker.length, row, from, stop);
    }

    private void at(int slot, byte[] source, int from, int stop) {
        sources[slot] = source;
        starts[slot] = from;
        ends[slot] = stop;
    }

    private void unescape(byte[] row, int from, int stop, int slot) {
        int begun = plainEnd;
        int i = from;
        while (i < stop) {
            byte c = row[i++];
            if (c == '\\' && i < stop) {
                i = escaped(row, i, stop);
            } else if (c != '\\') {
                plain[plainEnd++] = c;
            }
        }
        at(slot, plain, begun, plainEnd);
    }

    /** Writes what an escape stands for, given where the character behind the backslash is; the result is the index behind the escape. */
    private int escaped(byte[] row, int index, int stop) {
        byte c = row[index];
        int i = index + 1;
        int value = c;
        if (c >= '0' && c <= '7') {
            value = c - '0';
            for (int digits = 1; digits < 3 && i < stop && row[i] >= '0' && row[i] <= '7'; digits++) {
                value = value << 3 | row[i++] - '0';
            }
        } else if (c == 'x' && i < stop && hex(row[i]) >= 0) {
            value = hex(row[i++]);
            if (i < stop && hex(row[i]) >= 0) {
                value = value << 4 | hex(row[i++]);
            }
        } else {
            value = switch (c) {
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'v' -> 0x0b;
                default -> c;
            };
        }
        plain[plainEnd++] = (byte) value;
        return i;
    }

    private static int hex(byte c) {
        return c < 0 ? -1 : Character.digit(c, 16);
    }

    private int csv(byte[] row, int from, int end, int slot) {
        byte delimiter = format.delimiter();
        byte quote = format.quote();
        byte escape = format.escape();
        boolean wasQuoted = false;
        boolean quoted = false;
        int begun = plainEnd;
        int i = from;
        while (i < end) {
            byte c = row[i];
            if (!quoted && c == delimiter) {
                break;
            }
            if (quoted && c == escape && i + 1 < end && (row[i + 1] == escape || row[i + 1] == quote)) {
                plain[plainEnd++] = row[i + 1];
                i += 2;
            } else if (c == quote) {
                wasQuoted = true;
                quoted = !quoted;
                i++;
            } else {
                plain[plainEnd++] = c;
                i++;
            }
        }
        if (slot >= 0) {
            csvField(row, from, i, slot, begun, wasQuoted, quoted);
        } else {
            plainEnd = begun;
        }
        return i + 1;
    }

    private void csvField(byte[] row, int from, int stop, int slot, int begun, boolean wasQuoted, boolean open) {
        if (open) {
            return;
        }
        kinds[slot] = Kind.TEXT;
        if (wasQuoted) {
            at(slot, plain, begun, plainEnd);
            if (forceNull[slot] && is(format.nullMarker(), plain, begun, plainEnd)) {
                kinds[slot] = Kind.NULL;
            }
            return;
        }
        at(slot, row, from, stop);
        if (marker(row, from, stop, slot) && kinds[slot] == Kind.NULL && forceNotNull[slot]) {
            kinds[slot] = Kind.TEXT;
        }
    }
}
