package dev.colonnade.planner.sql;

import dev.colonnade.grammar.LexemeKind;
import dev.colonnade.planner.ast.Span;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens of a text in order, comments and blanks left out; filled by {@link PgLexer}, not changed afterwards. */
final class TokenList {
    private static final int FIRST_CAPACITY = 32;

    private final String source;
    private LexemeKind[] kinds = new LexemeKind[FIRST_CAPACITY];
    private @Nullable String[] values = new String[FIRST_CAPACITY];
    private int[] starts = new int[FIRST_CAPACITY];
    private int[] ends = new int[FIRST_CAPACITY];
    private int count;
    private @Nullable String errorMessage;

    TokenList(String source) {
        this.source = source;
    }

    /** @param value null where it is as written: it is cut out of the source when somebody asks for it */
    void add(LexemeKind kind, @Nullable String value, int start, int end) {
        if (count == starts.length) {
            int capacity = count * 2;
            kinds = Arrays.copyOf(kinds, capacity);
            values = Arrays.copyOf(values, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        kinds[count] = kind;
        values[count] = value;
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    /** Adds what isn't a token, with the reason. */
    void addError(String message, int start, int end) {
        if (errorMessage == null) {
            errorMessage = message;
        }
        add(LexemeKind.ERROR, source.substring(start, end), start, end);
    }

    /** Why the first {@link LexemeKind#ERROR} isn't a token; null where there is none. */
    @Nullable
    String errorMessage() {
        return errorMessage;
    }

    int count() {
        return count;
    }

    String source() {
        return source;
    }

    /** Not copied: for the grammar, which only reads. */
    LexemeKind[] kinds() {
        return kinds;
    }

    /** For the grammar, which only reads. */
    String[] values() {
        String[] all = new String[count];
        for (int i = 0; i < count; i++) {
            all[i] = value(i);
        }
        return all;
    }

    LexemeKind kind(int i) {
        return kinds[i];
    }

    /** Folded or decoded, see {@link LexemeKind}. */
    String value(int i) {
        String value = values[i];
        if (value == null) {
            value = asWritten(i);
            values[i] = value;
        }
        return value;
    }

    /** Puts a token's value behind a text. */
    void appendValue(int i, StringBuilder out) {
        String value = values[i];
        if (value != null) {
            out.append(value);
        } else if (kinds[i] == LexemeKind.STRING) {
            out.append(source, starts[i] + 1, ends[i] - 1);
        } else {
            out.append(source, starts[i], ends[i]);
        }
    }

    private String asWritten(int i) {
        return kinds[i] == LexemeKind.STRING
                ? source.substring(starts[i] + 1, ends[i] - 1)
                : source.substring(starts[i], ends[i]);
    }

    private boolean hasValue(int i, String expected) {
        String value = values[i];
        return value != null
                ? value.equals(expected)
                : ends[i] - starts[i] == expected.length() && source.startsWith(expected, starts[i]);
    }

    int start(int i) {
        return i < count ? starts[i] : source.length();
    }

    int end(int i) {
        return ends[i];
    }

    /** Where the first {@code number} tokens start. */
    int[] starts(int number) {
        return Arrays.copyOf(starts, number);
    }

    /** Where the first {@code number} tokens end. */
    int[] ends(int number) {
        return Arrays.copyOf(ends, number);
    }

    Span span(int i) {
        return new Span(starts[i], ends[i]);
    }

    /** From the first token to the end of the last. */
    Span span(int first, int last) {
        return new Span(starts[first], ends[last]);
    }

    boolean isWord(int i, String word) {
        return i >= 0 && i < count && kinds[i] == LexemeKind.WORD && hasValue(i, word);
    }

    boolean isPunctuation(int i, char c) {
        return i >= 0 && i < count && kinds[i] == LexemeKind.PUNCTUATION && source.charAt(starts[i]) == c;
    }

    boolean isOperator(int i, String operator) {
        return i >= 0 && i < count && kinds[i] == LexemeKind.OPERATOR && value(i).equals(operator);
    }

    boolean isName(int i) {
        return i >= 0 && i < count && (kinds[i] == LexemeKind.WORD || kinds[i] == LexemeKind.QUOTED_WORD);
    }

    /** The token that starts at this offset; -1 for none. */
    int startingAt(int offset) {
        int i = Arrays.binarySearch(starts, 0, count, offset);
        return i < 0 ? -1 : i;
    }

    /** The token that ends at this offset; -1 for none. */
    int endingAt(int offset) {
        int i = Arrays.binarySearch(ends, 0, count, offset);
        return i < 0 ? -1 : i;
    }

    /** All words and quoted identifiers, folded, in order of appearance. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            if (isName(i)) {
                names.add(value(i));
            }
        }
        return names;
    }
}
