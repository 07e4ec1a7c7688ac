package dev.colonnade.planner.sql;

import dev.colonnade.grammar.LexemeKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text without what differs between executions of one statement: blanks, comments, the case of unquoted names, and the values of literals, whose
 * kinds stay. Two texts have the same fingerprint only if they have the same tokens otherwise, one by one: it is compared as a whole, not by a
 * hash.
 *
 * <p>Each token begins with a NUL, which no text from a client has, and a letter for its kind. The number of literals stays: lists beyond a
 * bound make a statement one of its own each time.
 */
final class Fingerprint {
    /** Literals of a statement; one with more has no fingerprint: its next text has yet another number of them. */
    private static final int LITERALS_MAX = 256;

    /** Literals in a row, as in IN (...). */
    private static final int LIST_MAX = 64;

    /** Longer texts have none: they are bulk inserts. */
    private static final int LENGTH_MAX = 32 * 1024;

    private static final long INT4_MAX = Integer.MAX_VALUE;
    private static final String[] TIME_WORDS = {"now", "today", "tomorrow", "yesterday"};

    private Fingerprint() {}

    /** Of the first {@code count} tokens; null where there is none. */
    static @Nullable String of(TokenList tokens, int count) {
        String text = tokens.source();
        if (count == 0 || text.length() > LENGTH_MAX || tokens.errorMessage() != null || text.indexOf('\0') >= 0) {
            return null;
        }
        StringBuilder out = new StringBuilder(text.length() + 2 * count);
        int literals = 0;
        int inList = 0;
        for (int i = 0; i < count; i++) {
            LexemeKind kind = tokens.kind(i);
            out.append('\0');
            switch (kind) {
                case WORD -> tokens.appendValue(i, out.append('w'));
                case OPERATOR -> out.append('o').append(tokens.value(i));
                case PUNCTUATION -> out.append('p').append(tokens.value(i));
                case PARAMETER -> out.append('$').append(tokens.value(i));
                case QUOTED_WORD -> {
                    if (tokens.value(i).indexOf('\0') >= 0) {
                        return null;
                    }
                    out.append('q').append(tokens.value(i));
                }
                case INTEGER -> out.append(isInt4(tokens, i) ? 'i' : 'l');
                case NUMERIC -> out.append('n');
                case BIT_STRING -> out.append(tokens.value(i).charAt(0));
                case STRING -> string(tokens, i, out);
                case ERROR -> {
                    return null;
                }
            }
            switch (kind) {
                case INTEGER, NUMERIC, BIT_STRING, STRING -> {
                    if (++literals > LITERALS_MAX || ++inList > LIST_MAX) {
                        return null;
                    }
                }
                case PUNCTUATION, OPERATOR -> inList = isInList(tokens.value(i)) ? inList : 0;
                case WORD, QUOTED_WORD, PARAMETER, ERROR -> inList = 0;
            }
        }
        return out.toString();
    }

    /** A comma between literals, or the sign of one. */
    private static boolean isInList(String symbol) {
        return symbol.equals(",") || symbol.equals("-");
    }

    private static boolean isInt4(TokenList tokens, int i) {
        if (tokens.end(i) - tokens.start(i) < 10) {
            return true;
        }
        String value = tokens.value(i);
        return value.length() < 10 || (value.length() == 10 && Long.parseLong(value) <= INT4_MAX);
    }

    /** How it is written; what PostgreSQL turns into a moment stays as it is. */
    private static void string(TokenList tokens, int i, StringBuilder out) {
        char first = tokens.source().charAt(tokens.start(i));
        switch (first) {
            case '\'' -> out.append('s');
            case '$' -> out.append('d');
            case 'e', 'E' -> out.append('e');
            default -> out.append('u');
        }
        if (first != '\'' || mayBeTime(tokens.source(), tokens.start(i) + 1)) {
            String value = tokens.value(i);
            if (isTime(value)) {
                out.append(value.indexOf('\0') < 0 ? value : "");
            }
        }
    }

    /** By its first character. */
    private static boolean mayBeTime(String text, int start) {
        return switch (text.charAt(start)) {
            case 'n', 'N', 't', 'T', 'y', 'Y', ' ', '\t', '\n', '\r', '\f', 0x0b -> true;
            default -> false;
        };
    }

    private static boolean isTime(String value) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        for (String time : TIME_WORDS) {
            if (word.startsWith(time)) {
                return true;
            }
        }
        return false;
    }
}
