package dev.colonnade.planner.sql;

import dev.colonnade.grammar.LexemeKind;
import dev.colonnade.planner.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Walks over tokens; for the statements that don't go through the grammar. */
final class TokenCursor {
    private final TokenList tokens;
    private final int end;
    private int at;

    TokenCursor(TokenList tokens, int start, int end) {
        this.tokens = tokens;
        this.at = start;
        this.end = end;
    }

    TokenList tokens() {
        return tokens;
    }

    int index() {
        return at;
    }

    void moveTo(int index) {
        at = index;
    }

    boolean atEnd() {
        return at >= end;
    }

    boolean sees(String word) {
        return at < end && tokens.isWord(at, word);
    }

    boolean sees(String first, String second) {
        return sees(first) && at + 1 < end && tokens.isWord(at + 1, second);
    }

    boolean seesPunctuation(char c) {
        return at < end && tokens.isPunctuation(at, c);
    }

    /** Moves behind the word if it is next. */
    boolean take(String word) {
        if (!sees(word)) {
            return false;
        }
        at++;
        return true;
    }

    boolean take(String first, String second) {
        if (!sees(first, second)) {
            return false;
        }
        at += 2;
        return true;
    }

    boolean takeAny(String... words) {
        for (String word : words) {
            if (take(word)) {
                return true;
            }
        }
        return false;
    }

    boolean takePunctuation(char c) {
        if (!seesPunctuation(c)) {
            return false;
        }
        at++;
        return true;
    }

    boolean takeOperator(String operator) {
        if (at >= end || !tokens.isOperator(at, operator)) {
            return false;
        }
        at++;
        return true;
    }

    void expect(String word) {
        if (!take(word)) {
            throw unexpected();
        }
    }

    void expectPunctuation(char c) {
        if (!takePunctuation(c)) {
            throw unexpected();
        }
    }

    void expectEnd() {
        if (!atEnd()) {
            throw unexpected();
        }
    }

    /** The next token's folded or decoded value. */
    String next() {
        if (atEnd()) {
            throw unexpected();
        }
        return tokens.value(at++);
    }

    void skip() {
        next();
    }

    /** A name of one part. */
    String simpleName() {
        if (atEnd() || !tokens.isName(at)) {
            throw unexpected();
        }
        return tokens.value(at++);
    }

    /** A name of one to three parts. */
    List<String> name() {
        List<String> parts = new ArrayList<>();
        parts.add(simpleName());
        while (seesPunctuation('.') && at + 1 < end && tokens.isName(at + 1)) {
            at++;
            parts.add(simpleName());
        }
        return parts;
    }

    boolean seesName() {
        return at < end && tokens.isName(at);
    }

    /** A string constant. */
    String string() {
        if (atEnd() || tokens.kind(at) != LexemeKind.STRING) {
            throw unexpected();
        }
        return tokens.value(at++);
    }

    boolean seesString() {
        return at < end && tokens.kind(at) == LexemeKind.STRING;
    }

    /** {@code (a, b)}, names of one part. */
    List<String> nameList() {
        List<String> names = new ArrayList<>();
        expectPunctuation('(');
        do {
            names.add(simpleName());
        } while (takePunctuation(','));
        expectPunctuation(')');
        return names;
    }

    /** With the cursor on an opening parenthesis: the index of the one that closes it. */
    int closing() {
        int depth = 0;
        for (int i = at; i < end; i++) {
            if (tokens.isPunctuation(i, '(') || tokens.isPunctuation(i, '[')) {
                depth++;
            } else if ((tokens.isPunctuation(i, ')') || tokens.isPunctuation(i, ']')) && --depth == 0) {
                return i;
            }
        }
        throw new NotUnderstood(tokens.start(end), "syntax error at end of input");
    }

    /** Behind the parentheses that open here, if they do. */
    void skipParentheses() {
        if (seesPunctuation('(')) {
            at = closing() + 1;
        }
    }

    /** From the next token to the end; null at the end. */
    @Nullable
    Span rest() {
        return atEnd() ? null : tokens.span(at, end - 1);
    }

    /** The source text from the next token to the end. */
    String restText() {
        Span rest = rest();
        at = end;
        return rest == null ? "" : rest.of(tokens.source());
    }

    String lowerText(int token) {
        return tokens.span(token).of(tokens.source()).toLowerCase(Locale.ROOT);
    }

    int end() {
        return end;
    }

    NotUnderstood unexpected() {
        return at < end
                ? new NotUnderstood(
                        tokens.start(at),
                        "syntax error at or near \"" + tokens.span(at).of(tokens.source()) + "\"")
                : new NotUnderstood(tokens.start(end), "syntax error at end of input");
    }
}
