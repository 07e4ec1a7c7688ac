package dev.colonnade.cli.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts lines of input into statements at each semicolon that ends one: not those in quotes, dollar quotes or comments. Lexical rules: the
 * PostgreSQL manual, chapter "Lexical Structure", with standard_conforming_strings on.
 */
final class StatementSplitter {
    private enum State {
        PLAIN,
        /** in '...': a doubled quote simply closes and opens again */
        STRING,
        /** in E'...': a backslash hides the next character */
        ESCAPE_STRING,
        /** in "..." */
        NAME,
        LINE_COMMENT,
        /** in a block comment, {@link #depth} deep: they nest */
        BLOCK_COMMENT,
        /** in $tag$ ... $tag$, the tag with its dollars being {@link #tag} */
        DOLLAR_STRING
    }

    private final StringBuilder text = new StringBuilder();
    private State state = State.PLAIN;
    private int scanned;
    private int depth;
    private String tag = "";

    /** Takes one line without its line end and returns the statements it completes, each without its semicolon. */
    List<String> feed(String line) {
        text.append(line).append('\n');
        List<String> complete = new ArrayList<>();
        while (scanned < text.length()) {
            if (state == State.PLAIN && text.charAt(scanned) == ';') {
                String statement = text.substring(0, scanned).strip();
                text.delete(0, scanned + 1);
                scanned = 0;
                if (!statement.isEmpty()) {
                    complete.add(statement);
                }
            } else {
                scanned += step();
            }
        }
        if (state == State.PLAIN && text.toString().isBlank()) {
            clear();
        }
        return complete;
    }

    /** Whether a statement has begun and not ended. */
    boolean pending() {
        return !text.isEmpty();
    }

    /** What has come since the last semicolon. */
    String rest() {
        return text.toString().strip();
    }

    /** Forgets a statement that has begun. */
    void clear() {
        text.setLength(0);
        scanned = 0;
        state = State.PLAIN;
    }

    /** Looks at the character at {@link #scanned}, may change the state, and returns how many characters it has taken. */
    private int step() {
        char c = text.charAt(scanned);
        switch (state) {
            case PLAIN -> {
                return plain(c);
            }
            case STRING -> state = c == '\'' ? State.PLAIN : state;
            case ESCAPE_STRING -> {
                if (c == '\\') {
                    // A backslash at the very end of a line hides the line end, which is always there.
                    return 2;
                }
                state = c == '\'' ? State.PLAIN : state;
            }
            case NAME -> state = c == '"' ? State.PLAIN : state;
            case LINE_COMMENT -> state = c == '\n' ? State.PLAIN : state;
            case BLOCK_COMMENT -> {
                if (at("*/")) {
                    depth--;
                    state = depth == 0 ? State.PLAIN : state;
                    return 2;
                }
                if (at("/*")) {
                    depth++;
                    return 2;
                }
            }
            case DOLLAR_STRING -> {
                if (at(tag)) {
                    state = State.PLAIN;
                    return tag.length();
                }
            }
        }
        return 1;
    }

    private int plain(char c) {
        if (c == '\'') {
            state = afterEscapePrefix() ? State.ESCAPE_STRING : State.STRING;
        } else if (c == '"') {
            state = State.NAME;
        } else if (at("--")) {
            state = State.LINE_COMMENT;
        } else if (at("/*")) {
            state = State.BLOCK_COMMENT;
            depth = 1;
            return 2;
        } else if (c == '$' && !inWord(scanned)) {
            int end = scanned + 1;
            while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end)) && text.charAt(end) != '$') {
                end++;
            }
            boolean parameter = end > scanned + 1 && Character.isDigit(text.charAt(scanned + 1));
            if (!parameter && end < text.length() && text.charAt(end) == '$') {
                tag = text.substring(scanned, end + 1);
                state = State.DOLLAR_STRING;
                return tag.length();
            }
        }
        return 1;
    }

    private boolean at(String expected) {
        int end = scanned + expected.length();
        return end <= text.length() && text.substring(scanned, end).equals(expected);
    }

    private boolean afterEscapePrefix() {
        return scanned > 0 && Character.toLowerCase(text.charAt(scanned - 1)) == 'e' && !inWord(scanned - 1);
    }

    private boolean inWord(int position) {
        return position > 0 && Character.isJavaIdentifierPart(text.charAt(position - 1));
    }
}
