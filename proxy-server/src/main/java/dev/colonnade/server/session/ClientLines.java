package dev.colonnade.server.session;

import java.util.Arrays;

/**
 * Which line of the client's each line of one database's part of a COPY was, as far back as a database can be behind: it names lines as it
 * counts them, and the client counts otherwise.
 */
final class ClientLines {
    private static final int FIRST_LINES = 1 << 8;

    /** What the sockets on the way hold, in short rows; older ones are forgotten, which leaves the database's own number in a message. */
    private static final int LINES_MAX = 1 << 17;

    private int[] lines = new int[FIRST_LINES];
    private long count;

    /** Until line ends are known, a database counts those in quotes otherwise than the client's stream was counted. */
    private boolean aligned = true;

    /** The database's next lines; {@code last} is the last one's number at the client. */
    void add(long last, int added) {
        aligned &= count > 0 || added == 1 || last == added;
        for (long line = last - added + 1; line <= last; line++) {
            if (count == lines.length && lines.length < LINES_MAX) {
                lines = Arrays.copyOf(lines, 2 * lines.length);
            }
            lines[(int) (count & (lines.length - 1))] = (int) line;
            count++;
        }
    }

    /**
     * The CONTEXT of a database's message with the client's line in place of its own; the same where that isn't known.
     *
     * @param context {@code COPY orders, line 3, column id: "x"}, in whatever language
     */
    String translated(String context) {
        int end = 0;
        while (end < context.length() && context.charAt(end) != ':' && context.charAt(end) != '\n') {
            end++;
        }
        int found = context.lastIndexOf(", line ", end);
        if (found < 0 || !aligned) {
            return context;
        }
        int from = found + ", line ".length();
        int to = from;
        while (to < context.length() && Character.isDigit(context.charAt(to))) {
            to++;
        }
        long line = to == from || to - from > 18 ? 0 : Long.parseLong(context, from, to, 10);
        if (line < 1 || line > count || line <= count - lines.length) {
            return context;
        }
        long client = Integer.toUnsignedLong(lines[(int) ((line - 1) & (lines.length - 1))]);
        return context.substring(0, from) + client + context.substring(to);
    }
}
