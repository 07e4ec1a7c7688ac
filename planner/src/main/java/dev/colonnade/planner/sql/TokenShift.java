package dev.colonnade.planner.sql;

import java.util.Arrays;

/** From places in one text to places in another one that has the same tokens, but perhaps other literals, blanks and comments. Immutable. */
public final class TokenShift {
    private final int oldLength;
    private final int[] oldStarts;
    private final int[] oldEnds;
    private final String text;
    private final SqlTokens tokens;

    /**
     * @param oldStarts of the old text's tokens
     * @param tokens of {@code text}, the new one
     */
    public TokenShift(int oldLength, int[] oldStarts, int[] oldEnds, String text, SqlTokens tokens) {
        if (oldStarts.length != tokens.count()) {
            throw new IllegalArgumentException("tokens: " + tokens.count() + " (expected: " + oldStarts.length + ")");
        }
        this.oldLength = oldLength;
        this.oldStarts = oldStarts;
        this.oldEnds = oldEnds;
        this.text = text;
        this.tokens = tokens;
    }

    /**
     * A place in a text.
     *
     * @param behind whether it is behind a token, or at the beginning of the text; else it is before a token, or at the end of the text
     */
    public record Edge(int offset, boolean behind) {}

    /** A place that is at no token, so that another text has no such place. */
    public static final class NoSuchPlaceException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSuchPlaceException(Edge edge) {
            super("no token at " + edge, null, false, false);
        }
    }

    /** The new text. */
    public String text() {
        return text;
    }

    /**
     * The same place in the new text.
     *
     * @throws NoSuchPlaceException if it is inside or away from a token
     */
    public int of(Edge edge) {
        if (edge.behind() && edge.offset() == 0) {
            return 0;
        }
        if (!edge.behind() && edge.offset() == oldLength) {
            return text.length();
        }
        int before = Arrays.binarySearch(oldStarts, edge.offset());
        int behind = Arrays.binarySearch(oldEnds, edge.offset());
        if (behind >= 0 && (edge.behind() || before < 0)) {
            return tokens.end(behind);
        }
        if (before >= 0) {
            return tokens.start(before);
        }
        throw new NoSuchPlaceException(edge);
    }
}
