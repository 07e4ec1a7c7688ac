package dev.colonnade.execution.copy;

import dev.colonnade.wire.SqlState;
import io.netty.buffer.ByteBuf;

/**
 * Cuts the bytes of a COPY FROM stream into rows, wherever the stream was cut into messages. The owner pulls: {@link #append} what came,
 * {@link #next} until it says false, {@link #finish} after the last byte and {@link #next} again. A row is what PostgreSQL would take for
 * one, to the byte, with its line end: databases that get whole rows find the same rows in them.
 *
 * <p>As in PostgreSQL, the first line end decides how lines end ({@code \n}, {@code \r} or {@code \r\n}); another one later is an error
 * where it isn't escaped or quoted. A line {@code \.} ends the data; what comes behind it is ignored.
 *
 * <p>Not thread-safe. Memory: the bytes of the message at hand and of the row under way.
 */
public final class CopyRows {
    /** A longer row is refused with 54000: it would have to be kept until its end has come. */
    public static final int ROW_BYTES_MAX = 64 << 20;

    private static final int FIRST_BYTES = 16 << 10;
    /** What {@link #peek} says where the byte hasn't come yet. */
    private static final int MORE = -1;

    private final boolean csv;
    private final byte quote;
    private final byte escape;
    private final int rowBytesMax;
    /** CSV: bytes that mean something. */
    private final boolean[] special = new boolean[256];

    private byte[] bytes = new byte[FIRST_BYTES];
    /** Behind the last byte that has come. */
    private int limit;

    private boolean finished;
    /** The end was marked in the data. */
    private boolean marked;

    private boolean ended;
    private boolean headerDue;

    // the row at hand
    private int start;
    private int contentEnd;
    private int rowEnd;
    private long firstLine;
    private boolean header;

    // the row being looked for
    private boolean begun;
    private int at;
    private boolean first;
    private boolean quoted;
    private boolean escaped;
    private long line;
    private LineEnd lineEnd = LineEnd.UNKNOWN;

    private enum LineEnd {
        UNKNOWN,
        LF,
        CR,
        CRLF
    }

    private enum Marker {
        YES,
        NO,
        /** It depends on bytes to come. */
        OPEN
    }

    public CopyRows(CopyFormat format) {
        this(format, ROW_BYTES_MAX);
    }

    CopyRows(CopyFormat format, int rowBytesMax) {
        this.csv = format.csv();
        this.quote = format.quote();
        // two quotes are one: the first ends the quoted part and the second begins it again, which gives the same rows
        this.escape = format.escape() == format.quote() ? 0 : format.escape();
        this.rowBytesMax = rowBytesMax;
        this.headerDue = format.header();
        for (byte one : new byte[] {'\n', '\r', '\\', quote, escape}) {
            special[one & 0xff] = true;
        }
    }

    /** Takes over what came next; the row at hand is over. */
    public void append(ByteBuf data, int index, int length) {
        if (marked) {
            return;
        }
        if (finished) {
            throw new IllegalStateException("data behind the end");
        }
        if (limit + (long) length > bytes.length) {
            makeRoom(length);
        }
        data.getBytes(index, bytes, limit, length);
        limit += length;
    }

    private void makeRoom(int length) {
        int kept = limit - rowEnd;
        byte[] target = bytes;
        if (kept + (long) length > bytes.length) {
            long wanted = Math.max(kept + (long) length, Math.min(2L * bytes.length, rowBytesMax));
            target = new byte[Math.toIntExact(wanted)];
        }
        System.arraycopy(bytes, rowEnd, target, 0, kept);
        at -= rowEnd;
        start = 0;
        contentEnd = 0;
        rowEnd = 0;
        limit = kept;
        bytes = target;
    }

    /** No more comes: what is left is a row, with or without a line end. */
    public void finish() {
        finished = true;
    }

    /** Moves to the next whole row; false where more has to come first, or nothing more comes. */
    public boolean next() {
        if (ended) {
            return false;
        }
        start = rowEnd;
        contentEnd = rowEnd;
        if (!begun) {
            begun = true;
            line++;
            firstLine = line;
            at = start;
            first = true;
            quoted = false;
            escaped = false;
        }
        boolean whole = csv ? scanCsv() : scanText();
        if ((whole ? rowEnd : limit) - start > rowBytesMax) {
            throw new CopyException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "a row of COPY is longer than " + rowBytesMax + " bytes",
                    "Write shorter rows, or copy into the shard itself.",
                    line);
        }
        if (!whole) {
            return false;
        }
        begun = false;
        if (rowEnd == start) {
            ended = true;
            return false;
        }
        header = headerDue;
        headerDue = false;
        return true;
    }

    // ---- the row at hand, after next() said true

    /** Whether it is the line with the column names. */
    public boolean header() {
        return header;
    }

    /** Its length with its line end, in bytes; 1 or more. */
    public int length() {
        return rowEnd - start;
    }

    /** Writes it with its line end. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes, start, rowEnd - start);
    }

    /** The client's line, as PostgreSQL counts: the last of the row at hand, or the one being looked at after {@link #next} said false. */
    public long line() {
        return line;
    }

    /** How many lines the row at hand counts for: more than one where line ends are quoted. */
    public int lines() {
        return (int) (line - firstLine) + 1;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int contentEnd() {
        return contentEnd;
    }

    // ---- where it ends

    private boolean scanText() {
        byte[] in = bytes;
        int i = at;
        while (i < limit) {
            byte c = in[i];
            if (c == '\n') {
                at = i;
                return newline();
            }
            if (c == '\r') {
                at = i;
                return carriageReturn();
            }
            if (c != '\\') {
                i++;
                continue;
            }
            at = i;
            int following = peek(i + 1);
            if (following == MORE) {
                return false;
            }
            if (following == '.') {
                if (marker() == Marker.OPEN) {
                    return false;
                }
                return endOfData();
            }
            // whatever follows a backslash means nothing more here, be it another one or a line end
            i += 2;
        }
        return atLimit();
    }

    private boolean scanCsv() {
        byte[] in = bytes;
        int i = at;
        while (i < limit) {
            byte c = in[i];
            if (!special[c & 0xff]) {
                escaped = false;
                first = false;
                i++;
                continue;
            }
            at = i;
            Marker marker = Marker.NO;
            if (c == '\\' && first) {
                int following = peek(i + 1);
                if (following == MORE) {
                    return false;
                }
                if (following == '.') {
                    marker = marker();
                }
            }
            if (marker == Marker.OPEN || (c == '\r' && peek(i + 1) == MORE)) {
                return false;
            }
            if (quoted && c == escape) {
                escaped = !escaped;
            }
            if (c == quote && !escaped) {
                quoted = !quoted;
            }
            if (c != escape) {
                escaped = false;
            }
            if (quoted && c == (lineEnd == LineEnd.LF ? '\n' : '\r')) {
                line++;
            }
            if (!quoted && c == '\n') {
                return newline();
            }
            if (!quoted && c == '\r') {
                return carriageReturn();
            }
            if (marker == Marker.YES) {
                return endOfData();
            }
            first = false;
            i++;
        }
        return atLimit();
    }

    private int peek(int index) {
        if (index < limit) {
            return bytes[index] & 0xff;
        }
        return finished ? 0 : MORE;
    }

    private boolean atLimit() {
        at = limit;
        return finished && over(limit, limit);
    }

    private boolean over(int endOfContent, int end) {
        contentEnd = endOfContent;
        rowEnd = end;
        return true;
    }

    private boolean newline() {
        if (lineEnd == LineEnd.CR || lineEnd == LineEnd.CRLF) {
            throw csv
                    ? broken("unquoted newline found in data", "Use quoted CSV field to represent newline.")
                    : broken("literal newline found in data", "Use \"\\n\" to represent newline.");
        }
        lineEnd = LineEnd.LF;
        return over(at, at + 1);
    }

    private boolean carriageReturn() {
        if (lineEnd == LineEnd.UNKNOWN || lineEnd == LineEnd.CRLF) {
            int following = peek(at + 1);
            if (following == MORE) {
                return false;
            }
            if (following == '\n') {
                lineEnd = LineEnd.CRLF;
                return over(at, at + 2);
            }
        }
        if (lineEnd == LineEnd.LF || lineEnd == LineEnd.CRLF) {
            throw csv
                    ? broken(
                            "unquoted carriage return found in data",
                            "Use quoted CSV field to represent carriage return.")
                    : broken("literal carriage return found in data", "Use \"\\r\" to represent carriage return.");
        }
        lineEnd = LineEnd.CR;
        return over(at, at + 1);
    }

    /** Whether the backslash and point here end the data. In CSV they may be data; in text that is an error. */
    private Marker marker() {
        int index = at + 2;
        if (lineEnd == LineEnd.CRLF) {
            int c = peek(index++);
            if (c == MORE) {
                return Marker.OPEN;
            }
            if (c != '\r') {
                return notAMarker(c == '\n');
            }
        }
        int c = peek(index);
        if (c == MORE) {
            return Marker.OPEN;
        }
        if (c != '\r' && c != '\n') {
            return notAMarker(false);
        }
        if (lineEnd != LineEnd.UNKNOWN && (lineEnd == LineEnd.CR) != (c == '\r')) {
            throw otherLineEnd();
        }
        return Marker.YES;
    }

    private Marker notAMarker(boolean lineEndDiffers) {
        if (csv) {
            return Marker.NO;
        }
        throw lineEndDiffers ? otherLineEnd() : broken("end-of-copy marker corrupt", "");
    }

    private CopyException otherLineEnd() {
        return broken("end-of-copy marker does not match previous newline style", "");
    }

    private boolean endOfData() {
        marked = true;
        finished = true;
        limit = at;
        return over(at, at);
    }

    private CopyException broken(String message, String hint) {
        return new CopyException(SqlState.BAD_COPY_FORMAT, message, hint, line);
    }
}
