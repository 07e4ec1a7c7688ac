package dev.colonnade.grammar;

import dev.colonnade.grammar.parser.PgParserConstants;
import dev.colonnade.grammar.parser.PgParserTokenManager;
import dev.colonnade.grammar.parser.SimpleCharStream;
import dev.colonnade.grammar.parser.Token;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Stands in for the generated token manager: the tokens come from a lexer that follows PostgreSQL's, and here get the kinds that the
 * grammar has for them. What a word is depends on its neighbours: behind AS or a dot every word is a name. For one statement and one thread.
 */
public final class TokenFeed extends PgParserTokenManager {
    private static final SimpleCharStream NOTHING = new SimpleCharStream(Reader.nullReader());

    private final LexemeKind[] lexemes;
    private final String[] texts;
    private final int count;
    private final int[] kinds;
    private final int[] partners;
    private int position;

    /**
     * Takes the first {@code count} elements of both arrays, which it doesn't copy. {@code texts} are what the words of {@link LexemeKind}
     * say; the spelling for operators and punctuation; anything for constants.
     */
    public TokenFeed(LexemeKind[] lexemes, String[] texts, int count) {
        super(NOTHING);
        this.lexemes = lexemes;
        this.texts = texts;
        this.count = count;
        partners = partners();
        kinds = new int[count + 1];
        for (int i = 0; i < count; i++) {
            kinds[i] = kind(i);
        }
        kinds[count] = PgParserConstants.EOF;
    }

    @Override
    public Token getNextToken() {
        int index = Math.min(position, count);
        position++;
        return new PgToken(this, index, kinds[index], index < count ? texts[index] : "");
    }

    @Override
    public void SwitchTo(int state) {
        // The states of the generated token manager have no meaning here.
    }

    /** Number of tokens. */
    public int count() {
        return count;
    }

    /** The kind that the grammar has for the token; that of EOF behind the last. */
    int kindOf(int i) {
        return i < 0 || i >= count ? PgParserConstants.EOF : kinds[i];
    }

    String text(int i) {
        return texts[i];
    }

    /** The bracket that closes or opens this one; -1 for none. */
    public int partner(int i) {
        return partners[i];
    }

    boolean isPlainWord(int i) {
        return i >= 0 && i < count && kinds[i] == PgParserConstants.IDENTIFIER && lexemes[i] == LexemeKind.WORD;
    }

    boolean isWord(int i, String word) {
        return isPlainWord(i) && texts[i].equals(word);
    }

    boolean isWritten(int i) {
        return i >= 0 && i < count && lexemes[i] == LexemeKind.WORD;
    }

    boolean isInStandardCall(int i) {
        return kindOf(i - 1) == PgParserConstants.LPAREN
                && isPlainWord(i - 2)
                && Keywords.STANDARD_FUNCTIONS.contains(texts[i - 2])
                && kindOf(i - 3) != PgParserConstants.DOT;
    }

    boolean isConstant(int i) {
        switch (kindOf(i)) {
            case PgParserConstants.QUOTED_STRING,
                    PgParserConstants.UNSIGNED_INTEGER_LITERAL,
                    PgParserConstants.DECIMAL_NUMERIC_LITERAL,
                    PgParserConstants.BINARY_STRING_LITERAL,
                    PgParserConstants.PG_PARAM,
                    PgParserConstants.NULL,
                    PgParserConstants.TRUE,
                    PgParserConstants.FALSE -> {
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    boolean startsTypedLiteral(int i) {
        if (kindOf(i) != PgParserConstants.IDENTIFIER) {
            return false;
        }
        if (isWord(i - 2, "xmlparse") || isWord(i - 2, "xmlserialize")) {
            return false;
        }
        int end = TypeNames.end(this, i, false);
        return end > i && kindOf(end) == PgParserConstants.QUOTED_STRING;
    }

    /** Whether a type must stand here: behind {@code ::}, or AS of a CAST. */
    boolean isTypeContext(int i) {
        return kindOf(i - 1) == PgParserConstants.INFIX_CAST || kindOf(i - 1) == PgParserConstants.AS;
    }

    boolean isValueFunction(int i) {
        if (!isPlainWord(i) || !Keywords.VALUE_FUNCTIONS.contains(texts[i])) {
            return false;
        }
        int behind = kindOf(i + 1);
        return behind != PgParserConstants.DOT
                && (behind != PgParserConstants.LPAREN || kindOf(i + 2) == PgParserConstants.UNSIGNED_INTEGER_LITERAL);
    }

    boolean startsCall(int i) {
        int j = nameEnd(i);
        return j > i && kindOf(j) == PgParserConstants.LPAREN;
    }

    /** Behind the dotted name that starts here; {@code i} where there is none. */
    int nameEnd(int i) {
        int j = i;
        while (kindOf(j) == PgParserConstants.IDENTIFIER) {
            j++;
            if (kindOf(j) != PgParserConstants.DOT || kindOf(j + 1) != PgParserConstants.IDENTIFIER) {
                return j;
            }
            j++;
        }
        return i;
    }

    boolean opensQuery(int open) {
        int inner = open;
        while (kindOf(inner + 1) == PgParserConstants.LPAREN) {
            inner++;
        }
        switch (kindOf(inner + 1)) {
            case PgParserConstants.SELECT,
                    PgParserConstants.VALUES,
                    PgParserConstants.TABLE,
                    PgParserConstants.WITH -> {}
            default -> {
                return false;
            }
        }
        for (; inner > open; inner--) {
            int behind = partners[inner] + 1;
            if (partners[inner] < 0) {
                return false;
            }
            switch (kindOf(behind)) {
                case PgParserConstants.RPAREN -> {
                    if (partners[inner - 1] != behind) {
                        return false;
                    }
                }
                case PgParserConstants.UNION,
                        PgParserConstants.INTERSECT,
                        PgParserConstants.EXCEPT,
                        PgParserConstants.ORDER,
                        PgParserConstants.LIMIT,
                        PgParserConstants.OFFSET,
                        PgParserConstants.FETCH,
                        PgParserConstants.FOR -> {
                    // so the parentheses around hold a query; what do those further out hold?
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether there is a comma directly between the parentheses that open here. */
    boolean opensRow(int open) {
        for (int i = open + 1; i < partners[open]; i++) {
            if (kinds[i] == PgParserConstants.COMMA) {
                return true;
            }
            i = Math.max(i, partners[i]);
        }
        return false;
    }

    boolean dmlBehindWith(int with) {
        for (int i = with + 1; i < count; i++) {
            int before = kindOf(i - 1);
            switch (kinds[i]) {
                case PgParserConstants.LPAREN -> {
                    if (partners[i] < 0) {
                        return false;
                    }
                    i = partners[i];
                }
                case PgParserConstants.SELECT, PgParserConstants.VALUES, PgParserConstants.TABLE -> {
                    return false;
                }
                case PgParserConstants.IDENTIFIER -> {
                    boolean named = before == PgParserConstants.COMMA
                            || i == with + 1
                            || i == with + 2 && isWord(with + 1, "recursive");
                    if (!named && isDml(i)) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    /** Whether the token stands directly inside the parentheses of ROWS FROM. */
    boolean insideRowsFrom(int i) {
        int depth = 0;
        for (int j = i - 1; j >= 2; j--) {
            if (kinds[j] == PgParserConstants.RPAREN) {
                depth++;
            } else if (kinds[j] == PgParserConstants.LPAREN && depth-- == 0) {
                return kinds[j - 1] == PgParserConstants.FROM && isWord(j - 2, "rows");
            }
        }
        return false;
    }

    private boolean isDml(int i) {
        return isWord(i, "insert") || isWord(i, "update") || isWord(i, "delete") || isWord(i, "merge");
    }

    private int[] partners() {
        int[] result = new int[count];
        Arrays.fill(result, -1);
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            if (lexemes[i] != LexemeKind.PUNCTUATION) {
                continue;
            }
            char c = texts[i].charAt(0);
            if (c == '(' || c == '[') {
                open.push(i);
            } else if ((c == ')' || c == ']') && !open.isEmpty()) {
                int opener = open.pop();
                result[opener] = i;
                result[i] = opener;
            }
        }
        return result;
    }

    private int kind(int i) {
        return switch (lexemes[i]) {
            case WORD -> wordKind(i);
            case QUOTED_WORD -> PgParserConstants.IDENTIFIER;
            case STRING -> PgParserConstants.QUOTED_STRING;
            case BIT_STRING -> PgParserConstants.BINARY_STRING_LITERAL;
            case INTEGER -> PgParserConstants.UNSIGNED_INTEGER_LITERAL;
            case NUMERIC -> PgParserConstants.DECIMAL_NUMERIC_LITERAL;
            case PARAMETER -> PgParserConstants.PG_PARAM;
            case OPERATOR -> operatorKind(texts[i]);
            case PUNCTUATION -> punctuationKind(texts[i].charAt(0));
            case ERROR -> PgParserConstants.BEL;
        };
    }

    private int wordKind(int i) {
        String word = texts[i];
        int before = i == 0 ? PgParserConstants.EOF : kinds[i - 1];
        if (before == PgParserConstants.DOT) {
            return PgParserConstants.IDENTIFIER;
        }
        if (before == PgParserConstants.AS) {
            return word.equals("not") && textIs(i + 1, "materialized")
                    ? PgParserConstants.NOT
                    : PgParserConstants.IDENTIFIER;
        }
        if (word.equals("by")) {
            boolean clause = before == PgParserConstants.GROUP
                    || before == PgParserConstants.ORDER
                    || isWord(i - 1, "partition");
            return clause ? PgParserConstants.BY : PgParserConstants.IDENTIFIER;
        }
        boolean parenBehind = textIs(i + 1, "(");
        if (word.equals("values")) {
            boolean rows = parenBehind && before != PgParserConstants.INTO && before != PgParserConstants.COMMA;
            return rows ? PgParserConstants.VALUES : PgParserConstants.IDENTIFIER;
        }
        Integer kind = Keywords.KINDS.get(word);
        if (kind == null) {
            return PgParserConstants.IDENTIFIER;
        }
        if (parenBehind && Keywords.FUNCTION_NAMES.contains(word) && !endsOperand(before)) {
            return PgParserConstants.IDENTIFIER;
        }
        return kind;
    }

    private boolean textIs(int i, String text) {
        return i < count
                && texts[i].equals(text)
                && lexemes[i] != LexemeKind.STRING
                && lexemes[i] != LexemeKind.QUOTED_WORD;
    }

    private static boolean endsOperand(int kind) {
        return switch (kind) {
            case PgParserConstants.IDENTIFIER,
                    PgParserConstants.QUOTED_STRING,
                    PgParserConstants.UNSIGNED_INTEGER_LITERAL,
                    PgParserConstants.DECIMAL_NUMERIC_LITERAL,
                    PgParserConstants.BINARY_STRING_LITERAL,
                    PgParserConstants.PG_PARAM,
                    PgParserConstants.NULL,
                    PgParserConstants.TRUE,
                    PgParserConstants.FALSE,
                    PgParserConstants.RPAREN,
                    PgParserConstants.RBRACKET,
                    PgParserConstants.NOT,
                    PgParserConstants.END -> true;
            default -> false;
        };
    }

    private static int operatorKind(String text) {
        return switch (text) {
            case "+" -> PgParserConstants.PLUS;
            case "-" -> PgParserConstants.MINUS;
            case "*" -> PgParserConstants.STAR;
            case "/" -> PgParserConstants.SLASH;
            case "%" -> PgParserConstants.PERCENT_REMAINDER;
            case "^" -> PgParserConstants.CARET;
            case "=" -> PgParserConstants.EQ;
            case "<" -> PgParserConstants.LT;
            case ">" -> PgParserConstants.GT;
            case "<=" -> PgParserConstants.LE;
            case ">=" -> PgParserConstants.GE;
            case "<>" -> PgParserConstants.NE;
            case "=>" -> PgParserConstants.NAMED_ARGUMENT_ASSIGNMENT;
            case "::" -> PgParserConstants.INFIX_CAST;
            case ":=" -> PgParserConstants.COLON_EQ;
            default -> PgParserConstants.PG_OP;
        };
    }

    private static int punctuationKind(char c) {
        return switch (c) {
            case '(' -> PgParserConstants.LPAREN;
            case ')' -> PgParserConstants.RPAREN;
            case '[' -> PgParserConstants.LBRACKET;
            case ']' -> PgParserConstants.RBRACKET;
            case ',' -> PgParserConstants.COMMA;
            case '.' -> PgParserConstants.DOT;
            case ':' -> PgParserConstants.COLON;
            default -> PgParserConstants.SEMICOLON;
        };
    }
}
