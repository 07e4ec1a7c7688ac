package dev.colonnade.planner.sql;

import dev.colonnade.grammar.LexemeKind;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into tokens as PostgreSQL's scanner does (manual: "Lexical Structure"). Never throws: what isn't a token becomes one of kind
 * {@link LexemeKind#ERROR}, and the tokens behind it may be anything.
 */
final class PgLexer {
    private static final int IDENTIFIER_BYTES_MAX = 63;
    private static final BigInteger LARGEST_INTEGER = BigInteger.valueOf(Long.MAX_VALUE);

    /** Operators and punctuation of one character, by that. */
    private static final String[] SYMBOLS = new String[0x80];

    static {
        for (char c = 0; c < SYMBOLS.length; c++) {
            SYMBOLS[c] = String.valueOf(c);
        }
    }

    private final String text;
    private final boolean standardStrings;
    private final TokenList tokens;
    private int at;

    private PgLexer(String text, boolean standardStrings) {
        this.text = text;
        this.standardStrings = standardStrings;
        tokens = new TokenList(text);
    }

    /** {@code standardStrings} is the session's {@code standard_conforming_strings}. */
    static TokenList scan(String text, boolean standardStrings) {
        PgLexer lexer = new PgLexer(text, standardStrings);
        while (lexer.skipBlanks()) {
            lexer.token();
        }
        return lexer.tokens;
    }

    private void token() {
        char c = text.charAt(at);
        if (startsIdentifier(c)) {
            if (!prefixedString(c)) {
                identifier();
            }
        } else if (c == '\'') {
            string(at, !standardStrings);
        } else if (c == '"') {
            quotedIdentifier(at, false);
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (c == '$') {
            dollar();
        } else if (isOperatorCharacter(c)) {
            operator();
        } else if (c == ':' && (peek(1) == ':' || peek(1) == '=')) {
            add(LexemeKind.OPERATOR, text.substring(at, at + 2), at + 2);
        } else if (c == '.' && peek(1) == '.') {
            error("syntax error at or near \"..\"", at + 2);
        } else if ("()[],;.:".indexOf(c) >= 0) {
            add(LexemeKind.PUNCTUATION, SYMBOLS[c], at + 1);
        } else {
            error("syntax error at or near \"" + c + "\"", at + 1);
        }
    }

    /** Moves to the next token. Returns false at the end. */
    private boolean skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isBlank(c)) {
                at++;
            } else if (c == '-' && peek(1) == '-') {
                at = endOfLine(at);
            } else if (c == '/' && peek(1) == '*') {
                int end = endOfComment(at);
                if (end < 0) {
                    error("unterminated /* comment", text.length());
                    return false;
                }
                at = end;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Behind a comment, with those nested in it; -1 where it doesn't end. */
    private int endOfComment(int start) {
        int depth = 0;
        for (int i = start; i < text.length() - 1; i++) {
            if (text.charAt(i) == '/' && text.charAt(i + 1) == '*') {
                depth++;
                i++;
            } else if (text.charAt(i) == '*' && text.charAt(i + 1) == '/') {
                i++;
                if (--depth == 0) {
                    return i + 1;
                }
            }
        }
        return -1;
    }

    private int endOfLine(int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    private void identifier() {
        int end = at;
        boolean folded = true;
        boolean ascii = true;
        while (end < text.length() && continuesIdentifier(text.charAt(end))) {
            char c = text.charAt(end++);
            folded &= c < 'A' || c > 'Z';
            ascii &= c < 0x80;
        }
        if (folded && ascii && end - at <= IDENTIFIER_BYTES_MAX) {
            add(LexemeKind.WORD, null, end);
            return;
        }
        String word = text.substring(at, end);
        add(LexemeKind.WORD, truncate(folded ? word : fold(word), ascii), end);
    }

    /** Only ASCII letters: PostgreSQL folds no others where an encoding has several bytes a character. */
    private static String fold(String word) {
        char[] characters = word.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            char c = characters[i];
            if (c >= 'A' && c <= 'Z') {
                characters[i] = (char) (c + ('a' - 'A'));
            }
        }
        return new String(characters);
    }

    /** Names are cut to 63 bytes, at the boundary of a character. */
    private static String truncate(String name, boolean ascii) {
        if (ascii) {
            return name.length() <= IDENTIFIER_BYTES_MAX ? name : name.substring(0, IDENTIFIER_BYTES_MAX);
        }
        int bytes = 0;
        for (int i = 0; i < name.length(); ) {
            int codePoint = name.codePointAt(i);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > IDENTIFIER_BYTES_MAX) {
                return name.substring(0, i);
            }
            i += Character.charCount(codePoint);
        }
        return name;
    }

    /** E'', B'', X'', N'', U&'' and U&"". Returns false where none starts here. */
    private boolean prefixedString(char c) {
        int start = at;
        boolean quoted = peek(1) == '\'';
        switch (c) {
            case 'e', 'E' -> {
                if (!quoted) {
                    return false;
                }
                at++;
                string(start, true);
            }
            case 'b', 'B', 'x', 'X' -> {
                if (!quoted) {
                    return false;
                }
                at++;
                bitString(start, c);
            }
            case 'n', 'N' -> {
                if (!quoted) {
                    return false;
                }
                int end = text.indexOf('\'', at + 2);
                error("national character strings are not understood", end < 0 ? text.length() : end + 1);
            }
            case 'u', 'U' -> {
                if (peek(1) != '&' || (peek(2) != '\'' && peek(2) != '"')) {
                    return false;
                }
                at += 2;
                if (text.charAt(at) == '"') {
                    quotedIdentifier(start, true);
                } else {
                    unicodeString(start);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void quotedIdentifier(int start, boolean unicode) {
        int end = endOfQuoted(at, '"');
        if (end < 0) {
            errorFrom(start, "unterminated quoted identifier", text.length());
            return;
        }
        String name = undouble(text.substring(at + 1, end - 1), '"');
        if (name.isEmpty()) {
            errorFrom(start, "zero-length delimited identifier", end);
            return;
        }
        if (unicode) {
            int behind = decodeUnicode(start, name, end, LexemeKind.QUOTED_WORD);
            at = behind;
            return;
        }
        addFrom(start, LexemeKind.QUOTED_WORD, truncate(name, false), end);
    }

    private void unicodeString(int start) {
        StringBuilder raw = new StringBuilder();
        int end = continued(at, raw, false);
        if (end < 0) {
            errorFrom(start, "unterminated quoted string", text.length());
            return;
        }
        at = decodeUnicode(start, undouble(raw.toString(), '\''), end, LexemeKind.STRING);
    }

    /** Resolves escapes of U&, with UESCAPE behind it. Adds the token; returns where it ends. */
    private int decodeUnicode(int start, String raw, int end, LexemeKind kind) {
        char escape = '\\';
        int behind = end;
        int save = at;
        at = end;
        if (skipBlanks() && text.regionMatches(true, at, "UESCAPE", 0, 7) && !continuesIdentifierAt(at + 7)) {
            at += 7;
            if (skipBlanks() && text.charAt(at) == '\'' && peek(2) == '\'') {
                escape = peek(1);
                behind = at + 3;
            }
        }
        at = save;
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != escape) {
                out.append(c);
                continue;
            }
            if (i + 1 < raw.length() && raw.charAt(i + 1) == escape) {
                out.append(escape);
                i++;
                continue;
            }
            boolean six = i + 1 < raw.length() && raw.charAt(i + 1) == '+';
            int first = i + (six ? 2 : 1);
            int codePoint = hex(raw, first, six ? 6 : 4);
            if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT) {
                errorFrom(start, "invalid Unicode escape", behind);
                return at;
            }
            out.appendCodePoint(codePoint);
            i = first + (six ? 6 : 4) - 1;
        }
        String value = out.toString();
        addFrom(start, kind, kind == LexemeKind.QUOTED_WORD ? truncate(value, false) : value, behind);
        return at;
    }

    private void bitString(int start, char prefix) {
        StringBuilder raw = new StringBuilder();
        int end = continued(at, raw, false);
        if (end < 0) {
            errorFrom(start, "unterminated bit string literal", text.length());
            return;
        }
        boolean binary = prefix == 'b' || prefix == 'B';
        for (int i = 0; i < raw.length(); i++) {
            int digit = Character.digit(raw.charAt(i), binary ? 2 : 16);
            if (digit < 0) {
                errorFrom(start, "\"" + raw.charAt(i) + "\" is not a valid digit", end);
                return;
            }
        }
        addFrom(start, LexemeKind.BIT_STRING, (binary ? "b" : "x") + raw, end);
    }

    private void string(int start, boolean escapes) {
        int close = start == at && !escapes ? text.indexOf('\'', at + 1) : -1;
        boolean plain = close >= 0 && !(close + 1 < text.length() && text.charAt(close + 1) == '\'');
        if (plain && continuation(close + 1) < 0) {
            add(LexemeKind.STRING, null, close + 1);
            return;
        }
        StringBuilder raw = new StringBuilder();
        int end = continued(at, raw, escapes);
        if (end < 0) {
            errorFrom(start, "unterminated quoted string", text.length());
            return;
        }
        String value = undouble(raw.toString(), '\'');
        if (escapes && raw.indexOf("\\") >= 0) {
            String decoded = StringEscapes.decode(raw);
            if (decoded == null) {
                errorFrom(start, "invalid escape in a string", end);
                return;
            }
            value = decoded;
        }
        addFrom(start, LexemeKind.STRING, value, end);
    }

    /** Collects a string's raw content, with what continues it on other lines. Returns where it ends, -1 where it doesn't. */
    private int continued(int quote, StringBuilder raw, boolean escapes) {
        int start = quote;
        while (true) {
            int end = escapes ? endOfEscaped(start) : endOfQuoted(start, '\'');
            if (end < 0) {
                return -1;
            }
            raw.append(text, start + 1, end - 1);
            int next = continuation(end);
            if (next < 0) {
                return end;
            }
            start = next;
        }
    }

    /** The quote that continues a string ending here: blanks with at least one line end (and comments to line ends) lie between. */
    private int continuation(int end) {
        boolean line = false;
        int i = end;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                line = true;
                i++;
            } else if (isBlank(c)) {
                i++;
            } else if (c == '-' && i + 1 < text.length() && text.charAt(i + 1) == '-') {
                i = endOfLine(i);
            } else {
                return c == '\'' && line ? i : -1;
            }
        }
        return -1;
    }

    private int endOfQuoted(int open, char quote) {
        for (int i = open + 1; i < text.length(); i++) {
            if (text.charAt(i) == quote) {
                if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        return -1;
    }

    private int endOfEscaped(int open) {
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '\'') {
                if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        return -1;
    }

    private static String undouble(String raw, char quote) {
        if (raw.indexOf(quote) < 0) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            out.append(raw.charAt(i));
            if (raw.charAt(i) == quote) {
                i++;
            }
        }
        return out.toString();
    }

    /** {@code $1} or {@code $tag$ ... $tag$}. */
    private void dollar() {
        int i = at + 1;
        if (isDigit(peek(1))) {
            while (i < text.length() && isDigit(text.charAt(i))) {
                i++;
            }
            boolean small = i - at <= 10 && Long.parseLong(text, at + 1, i, 10) <= Integer.MAX_VALUE;
            if (!small || continuesIdentifierAt(i)) {
                error("trailing junk after parameter", i);
            } else {
                add(LexemeKind.PARAMETER, text.substring(at + 1, i), i);
            }
            return;
        }
        if (i < text.length() && startsIdentifier(text.charAt(i))) {
            while (i < text.length() && continuesIdentifier(text.charAt(i)) && text.charAt(i) != '$') {
                i++;
            }
        }
        if (i >= text.length() || text.charAt(i) != '$') {
            error("syntax error at or near \"$\"", at + 1);
            return;
        }
        String tag = text.substring(at, i + 1);
        int close = text.indexOf(tag, i + 1);
        if (close < 0) {
            error("unterminated dollar-quoted string", text.length());
        } else {
            add(LexemeKind.STRING, text.substring(i + 1, close), close + tag.length());
        }
    }

    private void number() {
        char second = peek(1);
        int radix = text.charAt(at) != '0'
                ? 10
                : second == 'x' || second == 'X' ? 16 : second == 'o' || second == 'O' ? 8 : 10;
        if (text.charAt(at) == '0' && (second == 'b' || second == 'B')) {
            radix = 2;
        }
        if (radix != 10) {
            int end = digits(at + 2, radix);
            if (end == at + 2 || continuesIdentifierAt(end)) {
                error("invalid integer", Math.max(end, at + 2));
            } else {
                integer(new BigInteger(text.substring(at + 2, end).replace("_", ""), radix), end);
            }
            return;
        }
        int end = digits(at, 10);
        boolean fraction = end < text.length()
                && text.charAt(end) == '.'
                && !(end + 1 < text.length() && text.charAt(end + 1) == '.');
        if (fraction) {
            end = digits(end + 1, 10);
        }
        boolean exponent = false;
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int sign = end + 1 < text.length() && (text.charAt(end + 1) == '+' || text.charAt(end + 1) == '-') ? 1 : 0;
            int last = digits(end + 1 + sign, 10);
            exponent = last > end + 1 + sign;
            end = exponent ? last : end;
        }
        if (continuesIdentifierAt(end)) {
            error("trailing junk after numeric literal", end + 1);
        } else if (fraction || exponent) {
            add(LexemeKind.NUMERIC, text.substring(at, end).replace("_", ""), end);
        } else {
            decimal(end);
        }
    }

    private void decimal(int end) {
        boolean plain = end - at <= 18 && (text.charAt(at) != '0' || end - at == 1) && text.indexOf('_', at, end) < 0;
        if (plain) {
            add(LexemeKind.INTEGER, null, end);
        } else {
            integer(new BigInteger(text.substring(at, end).replace("_", "")), end);
        }
    }

    /** What doesn't fit into eight bytes is numeric, as in PostgreSQL. */
    private void integer(BigInteger value, int end) {
        boolean fits = value.compareTo(LARGEST_INTEGER) <= 0;
        add(fits ? LexemeKind.INTEGER : LexemeKind.NUMERIC, value.toString(), end);
    }

    /** Behind the digits from here, with single underscores between them. */
    private int digits(int start, int radix) {
        int i = start;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean underscore = c == '_'
                    && (i > start || radix != 10)
                    && i + 1 < text.length()
                    && text.charAt(i + 1) < 0x80
                    && Character.digit(text.charAt(i + 1), radix) >= 0;
            if (!underscore && (c >= 0x80 || Character.digit(c, radix) < 0)) {
                break;
            }
            i++;
        }
        return i;
    }

    private void operator() {
        int end = at;
        while (end < text.length() && isOperatorCharacter(text.charAt(end)) && !startsComment(end)) {
            end++;
        }
        // An operator may end in + or - only if it holds a character that isn't in SQL's own operators: "a=-1" is two
        // of them.
        while (end - at > 1 && (text.charAt(end - 1) == '+' || text.charAt(end - 1) == '-') && !holdsSpecial(at, end)) {
            end--;
        }
        if (end == at + 1) {
            add(LexemeKind.OPERATOR, SYMBOLS[text.charAt(at)], end);
            return;
        }
        String symbol = text.substring(at, end);
        add(LexemeKind.OPERATOR, symbol.equals("!=") ? "<>" : symbol, end);
    }

    private boolean startsComment(int i) {
        if (i + 1 >= text.length()) {
            return false;
        }
        char c = text.charAt(i);
        char next = text.charAt(i + 1);
        return (c == '-' && next == '-') || (c == '/' && next == '*');
    }

    private boolean holdsSpecial(int start, int end) {
        for (int i = start; i < end; i++) {
            if ("~!@#^&|`?%".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** {@code value} is null where it is as written. */
    private void add(LexemeKind kind, @Nullable String value, int end) {
        addFrom(at, kind, value, end);
    }

    private void addFrom(int start, LexemeKind kind, @Nullable String value, int end) {
        tokens.add(kind, value, start, end);
        at = end;
    }

    private void error(String message, int end) {
        errorFrom(at, message, end);
    }

    private void errorFrom(int start, String message, int end) {
        int last = Math.min(end, text.length());
        tokens.addError(message, start, last);
        at = last;
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    /** The number that so many hexadecimal digits give; -1 where they don't. */
    static int hex(String raw, int start, int length) {
        if (start + length > raw.length()) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < start + length; i++) {
            int digit = Character.digit(raw.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x0b;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean startsIdentifier(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean continuesIdentifier(char c) {
        return startsIdentifier(c) || isDigit(c) || c == '$';
    }

    private boolean continuesIdentifierAt(int i) {
        return i < text.length() && startsIdentifier(text.charAt(i));
    }

    private static boolean isOperatorCharacter(char c) {
        return "~!@#^&|`?+-*/%<>=".indexOf(c) >= 0;
    }
}
