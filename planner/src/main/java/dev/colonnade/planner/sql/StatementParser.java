package dev.colonnade.planner.sql;

import dev.colonnade.grammar.LexemeKind;
import dev.colonnade.grammar.PgToken;
import dev.colonnade.grammar.TokenFeed;
import dev.colonnade.grammar.parser.ParseException;
import dev.colonnade.grammar.parser.PgParser;
import dev.colonnade.planner.ast.Statement;
import java.io.Reader;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;

/**
 * Parses one statement. Queries and data-modifying statements go through the grammar, everything else through readers of our own that
 * look at tokens. Safe for use by many threads; never throws, and is bounded in time and memory: longer texts than {@link #LENGTH_MAX},
 * more tokens than {@link #TOKENS_MAX}, deeper nesting than {@link #DEPTH_MAX} or more AND and OR than {@link #CONNECTIVES_MAX} give
 * {@link ParseOutcome.Failed} with {@code tooComplex}.
 */
public final class StatementParser {
    /** UTF-16 units of a statement that we plan. */
    public static final int LENGTH_MAX = 16 << 20;

    /** Tokens of a statement that we plan. */
    public static final int TOKENS_MAX = 1_000_000;

    /** Open parentheses, brackets and CASEs around one token. */
    public static final int DEPTH_MAX = 150;

    /** ANDs and ORs in one statement. */
    public static final int CONNECTIVES_MAX = 20_000;

    /** A parser keeps the tokens of its last statement: not more than these. */
    private static final int TOKENS_KEPT_MAX = 10_000;

    /** Making a parser costs more than parsing a short statement. */
    private static final ThreadLocal<PgParser> PARSERS =
            ThreadLocal.withInitial(() -> new PgParser(Reader.nullReader()));

    private StatementParser() {}

    /** Parses with {@code standard_conforming_strings = on}. */
    public static ParseOutcome parse(String statementText) {
        return parse(statementText, true);
    }

    /** {@code standardStrings} is the session's {@code standard_conforming_strings}. */
    public static ParseOutcome parse(String statementText, boolean standardStrings) {
        if (statementText.length() > LENGTH_MAX) {
            return new ParseOutcome.Failed(0, "statement is too long to be planned", "", Set.of(), true);
        }
        TokenList tokens = PgLexer.scan(statementText, standardStrings);
        try {
            checkLimits(tokens);
            return new ParseOutcome.Parsed(read(tokens));
        } catch (NotUnderstood e) {
            return failed(tokens, e.offset(), e.reason(), e.tooComplex());
        } catch (StackOverflowError e) {
            PARSERS.remove();
            return failed(tokens, 0, "statement is nested too deeply to be planned", true);
        }
    }

    private static Statement read(TokenList tokens) {
        if (tokens.count() == 0) {
            return new Statement.Empty();
        }
        int first = 0;
        while (tokens.isPunctuation(first, '(')) {
            first++;
        }
        if (first < tokens.count() && tokens.kind(first) == LexemeKind.WORD) {
            switch (tokens.value(first)) {
                case "select", "values", "table", "with", "insert", "update", "delete", "merge" -> {
                    return query(tokens);
                }
                default -> {
                    // Told by UtilityStatements.
                }
            }
        }
        return UtilityStatements.read(tokens);
    }

    private static Statement query(TokenList tokens) {
        String lexical = tokens.errorMessage();
        if (lexical != null) {
            throw new NotUnderstood(firstError(tokens), lexical);
        }
        TokenFeed feed = new TokenFeed(tokens.kinds(), tokens.values(), tokens.count());
        PgParser parser = PARSERS.get();
        parser.start(feed);
        try {
            return new Statements(tokens, feed).statement(parse(parser, tokens));
        } finally {
            if (tokens.count() > TOKENS_KEPT_MAX) {
                PARSERS.remove();
            }
        }
    }

    /** Whatever the grammar throws (Calcite's helpers have exceptions of many kinds) means that it doesn't know the syntax. */
    private static SqlNode parse(PgParser parser, TokenList tokens) {
        try {
            return parser.PgStatementEof();
        } catch (ParseException | RuntimeException e) {
            int index = ((PgToken) parser.getToken(1)).index;
            throw new NotUnderstood(tokens.start(index), near(tokens, index));
        }
    }

    private static String near(TokenList tokens, int index) {
        return index < tokens.count()
                ? "syntax error at or near \"" + tokens.span(index).of(tokens.source()) + "\""
                : "syntax error at end of input";
    }

    private static int firstError(TokenList tokens) {
        int i = 0;
        while (tokens.kind(i) != LexemeKind.ERROR) {
            i++;
        }
        return tokens.start(i);
    }

    private static void checkLimits(TokenList tokens) {
        if (tokens.count() > TOKENS_MAX) {
            throw new NotUnderstood(0, "statement has too many tokens to be planned", true);
        }
        int depth = 0;
        int connectives = 0;
        for (int i = 0; i < tokens.count(); i++) {
            switch (tokens.kind(i)) {
                case PUNCTUATION -> {
                    char c = tokens.value(i).charAt(0);
                    depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
                }
                case WORD -> {
                    switch (tokens.value(i)) {
                        case "case" -> depth++;
                        case "end" -> depth--;
                        case "and", "or" -> connectives++;
                        default -> {
                            // Doesn't count.
                        }
                    }
                }
                default -> {
                    // Doesn't count.
                }
            }
            if (depth > DEPTH_MAX) {
                throw new NotUnderstood(tokens.start(i), "statement is nested too deeply to be planned", true);
            }
            if (connectives > CONNECTIVES_MAX) {
                throw new NotUnderstood(tokens.start(i), "statement has too many AND and OR to be planned", true);
            }
        }
    }

    private static ParseOutcome.Failed failed(TokenList tokens, int offset, String message, boolean tooComplex) {
        int i = tokens.startingAt(offset);
        String construct = i < 0 ? "" : tokens.span(i).of(tokens.source());
        return new ParseOutcome.Failed(offset, message, construct, tokens.names(), tooComplex);
    }
}
