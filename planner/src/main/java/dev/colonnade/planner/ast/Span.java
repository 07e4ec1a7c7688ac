package dev.colonnade.planner.ast;

/**
 * A half-open range of UTF-16 offsets in the text of one statement.
 *
 * @param start offset of the first character
 * @param end offset behind the last character
 */
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span: " + start + ".." + end + " (expected: 0 <= start <= end)");
        }
    }

    /** The smallest span that covers both. */
    public Span cover(Span other) {
        return new Span(Math.min(start, other.start), Math.max(end, other.end));
    }

    /** The characters of {@code text} in this span. */
    public String of(String text) {
        return text.substring(start, end);
    }
}
