package dev.colonnade.planner.sql;

import dev.colonnade.grammar.LexemeKind;
import dev.colonnade.planner.ast.Span;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The tokens of one text, for those who don't parse it. Not changed once made. */
public final class SqlTokens {
    private final TokenList tokens;
    private final int count;

    SqlTokens(TokenList tokens, int count) {
        this.tokens = tokens;
        this.count = count;
    }

    /** {@code standardStrings} is the session's {@code standard_conforming_strings}. Never throws. */
    public static SqlTokens of(String text, boolean standardStrings) {
        TokenList tokens = PgLexer.scan(text, standardStrings);
        return new SqlTokens(tokens, tokens.count());
    }

    /** As {@link #of(String, boolean)} with {@code standard_conforming_strings = on}. */
    public static SqlTokens of(String text) {
        return of(text, true);
    }

    public int count() {
        return count;
    }

    TokenList list() {
        return tokens;
    }

    /** Where each token starts, in UTF-16 units. */
    public int[] starts() {
        return tokens.starts(count);
    }

    /** Where each token ends. */
    public int[] ends() {
        return tokens.ends(count);
    }

    /** Where token {@code i} starts, in UTF-16 units. */
    public int start(int i) {
        return tokens.start(i);
    }

    /** Where token {@code i} ends. */
    public int end(int i) {
        return tokens.end(i);
    }

    /** A literal's value without quotes and escapes. */
    public String value(int i) {
        return tokens.value(i);
    }

    /** Whether token {@code i} is a string, a bit string or a number. */
    public boolean isLiteral(int i) {
        return switch (tokens.kind(i)) {
            case STRING, BIT_STRING, INTEGER, NUMERIC -> true;
            case WORD, QUOTED_WORD, PARAMETER, OPERATOR, PUNCTUATION, ERROR -> false;
        };
    }

    /** How many literals there are. */
    public int literals() {
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += isLiteral(i) ? 1 : 0;
        }
        return found;
    }

    /** How many {@code $n} there are. */
    public int parameters() {
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += tokens.kind(i) == LexemeKind.PARAMETER ? 1 : 0;
        }
        return found;
    }

    /** Whether the first token at or behind this offset is that punctuation. */
    public boolean isFollowedBy(int offset, char punctuation) {
        int place = Arrays.binarySearch(tokens.starts(count), offset);
        return tokens.isPunctuation(place < 0 ? -place - 1 : place, punctuation);
    }

    /** What keeps texts of other tokens apart, and texts that differ in blanks, comments and the case of names only together. */
    public static String canonical(String text) {
        TokenList tokens = PgLexer.scan(text, true);
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < tokens.count(); i++) {
            switch (tokens.kind(i)) {
                case WORD, OPERATOR, PUNCTUATION -> out.append(tokens.value(i));
                case QUOTED_WORD, STRING, BIT_STRING, INTEGER, NUMERIC, PARAMETER, ERROR ->
                    out.append(text, tokens.start(i), tokens.end(i));
            }
            out.append(' ');
        }
        return out.toString();
    }

    /** The token that a literal of an expression ends with; -1 for none. */
    public int endingAt(Span span) {
        int i = tokens.endingAt(span.end());
        return i < count ? i : -1;
    }

    /** What tells shapes of statements apart; null where the text has none, see {@link Fingerprint}. */
    public @Nullable String fingerprint() {
        return Fingerprint.of(tokens, count);
    }
}
