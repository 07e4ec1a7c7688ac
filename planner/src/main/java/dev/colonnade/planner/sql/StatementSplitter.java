package dev.colonnade.planner.sql;

import dev.colonnade.grammar.LexemeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts the text of a simple query into its statements, at the semicolons that PostgreSQL's grammar would take as their ends. */
public final class StatementSplitter {
    private StatementSplitter() {}

    /**
     * One statement.
     *
     * @param text without the semicolon behind it
     * @param offset where that starts in the whole, in UTF-16 units
     * @param tokens of {@code text}; null where there are several statements, so that they would have to be found again
     */
    public record Piece(String text, int offset, @Nullable SqlTokens tokens) {}

    /** Never throws. Pieces with nothing but blanks and comments are left out: an empty list is an empty query. */
    public static List<Piece> split(String text) {
        return split(text, true);
    }

    /** {@code standardStrings} is the session's {@code standard_conforming_strings}. */
    public static List<Piece> split(String text, boolean standardStrings) {
        TokenList tokens = PgLexer.scan(text, standardStrings);
        List<Piece> pieces = new ArrayList<>();
        int start = 0;
        int first = 0;
        int bodyDepth = 0;
        for (int i = 0; i < tokens.count(); i++) {
            if (bodyDepth > 0) {
                bodyDepth += bodyStep(tokens, i);
            } else if (tokens.isWord(i, "atomic") && tokens.isWord(i - 1, "begin") && tokens.isWord(first, "create")) {
                bodyDepth = 1;
            } else if (tokens.isPunctuation(i, ';')) {
                if (i > first) {
                    pieces.add(piece(text, start, tokens.start(i)));
                }
                start = tokens.end(i);
                first = i + 1;
            }
        }
        if (first < tokens.count()) {
            pieces.add(piece(text, start, text.length()));
        }
        return pieces.size() == 1 && pieces.getFirst().offset() == 0
                ? List.of(withTokens(pieces.getFirst(), tokens))
                : pieces;
    }

    private static Piece piece(String text, int start, int end) {
        return new Piece(start == 0 && end == text.length() ? text : text.substring(start, end), start, null);
    }

    /** The tokens are those of the whole, without the semicolons behind the statement. */
    private static Piece withTokens(Piece first, TokenList tokens) {
        int count = tokens.count();
        while (tokens.start(count - 1) >= first.text().length()) {
            count--;
        }
        return new Piece(first.text(), 0, new SqlTokens(tokens, count));
    }

    /** Inside BEGIN ATOMIC ... END of a function's body semicolons don't end the statement; CASE has an END too. */
    private static int bodyStep(TokenList tokens, int i) {
        if (tokens.kind(i) != LexemeKind.WORD) {
            return 0;
        }
        return switch (tokens.value(i)) {
            case "case", "begin" -> 1;
            case "end" -> -1;
            default -> 0;
        };
    }
}
