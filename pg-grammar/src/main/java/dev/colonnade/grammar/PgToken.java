package dev.colonnade.grammar;

import dev.colonnade.grammar.parser.ParseException;
import dev.colonnade.grammar.parser.PgParser;
import dev.colonnade.grammar.parser.PgParserConstants;
import dev.colonnade.grammar.parser.Token;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A token that knows its place among the others, so that the grammar can look further than one token where PostgreSQL's needs it. */
public final class PgToken extends Token {
    /** Place of the token, from 0; the end of the text is the place behind the last. */
    public final int index;

    private final TokenFeed feed;

    PgToken(TokenFeed feed, int index, int kind, String image) {
        this.feed = feed;
        this.index = index;
        this.kind = kind;
        this.image = image;
        beginLine = 1;
        endLine = 1;
        beginColumn = index + 1;
        endColumn = index + 1;
    }

    /** Whether this is the unquoted word, and not a keyword that the grammar has as a token of its own. */
    public boolean isWord(String word) {
        return feed.isWord(index, word);
    }

    public boolean dmlBehindWith() {
        return feed.dmlBehindWith(index);
    }

    /** Whether this parenthesis opens a query, rather than an expression, a list or a join. */
    public boolean opensQuery() {
        return feed.opensQuery(index);
    }

    /** Whether this is the first token between the parentheses of an XML or JSON function of the standard. */
    public boolean isInStandardCall() {
        return feed.isInStandardCall(index);
    }

    /** Whether this is an unquoted word, keyword or not. */
    public boolean isWritten() {
        return feed.isWritten(index);
    }

    /** Whether this parenthesis is around a row of several values. */
    public boolean opensRow() {
        return feed.opensRow(index);
    }

    public boolean needsAs() {
        return feed.isPlainWord(index) && Keywords.NEED_AS.contains(image);
    }

    public boolean isConstant() {
        return feed.isConstant(index);
    }

    public boolean startsTypedLiteral() {
        return feed.startsTypedLiteral(index);
    }

    /** CURRENT_DATE and the like, which are called without parentheses. */
    public boolean isValueFunction() {
        return feed.isValueFunction(index);
    }

    /** The name of such a function, from the first token of {@code position}. */
    public SqlIdentifier valueFunction(SqlParserPos position) {
        int first = position.getColumnNum() - 1;
        SqlParserPos place = new SqlParserPos(1, first + 1, 1, first + 1);
        return new SqlIdentifier(List.of(feed.text(first)), null, place, List.of(place));
    }

    public boolean startsCall() {
        return feed.startsCall(index);
    }

    public boolean startsTableFunction() {
        boolean collationFor = isWord("collation") && feed.kindOf(index + 1) == PgParserConstants.FOR;
        return feed.startsCall(index) || feed.isValueFunction(index) || collationFor;
    }

    public boolean insideRowsFrom() {
        return feed.insideRowsFrom(index);
    }

    public boolean startsIntervalFields() {
        return TypeNames.intervalFieldsEnd(feed, index) > index;
    }

    /** Moves the parser behind the fields of an interval. Returns its type. */
    public String intervalFields(PgParser parser) {
        int end = TypeNames.intervalFieldsEnd(feed, index);
        skip(parser, end);
        return "interval " + TypeNames.canonical(feed, index, end);
    }

    /** Before a constant CHAR and BIT aren't of length 1; there is no keyword for that, but names of the types are. */
    public static String ofLiteral(String type) {
        return switch (type) {
            case "char", "character", "nchar", "national char", "national character" -> "bpchar";
            case "bit" -> "\"bit\"";
            default -> type;
        };
    }

    /** Whether this is the first token behind {@code word (}. */
    public boolean isBehindParenOf(String word) {
        return index >= 2 && feed.isWord(index - 2, word);
    }

    /** Whether this is a form of Unicode normalisation and stands last in a call of NORMALIZE. */
    public boolean isNormalForm() {
        boolean form = feed.isPlainWord(index)
                && (image.equals("nfc") || image.equals("nfd") || image.equals("nfkc") || image.equals("nfkd"));
        int open = form ? feed.partner(index + 1) : -1;
        return open > 0 && feed.isWord(open - 1, "normalize");
    }

    /** Whether this is the first token behind {@code COLLATION FOR (}. */
    public boolean isBehindCollationFor() {
        return feed.isWord(index - 3, "collation") && feed.kindOf(index - 2) == PgParserConstants.FOR;
    }

    /** Moves the parser behind the type that starts here. Returns its name in canonical form. */
    public String type(PgParser parser) throws ParseException {
        boolean literal = feed.startsTypedLiteral(index) && !feed.isTypeContext(index);
        int end = literal ? TypeNames.end(feed, index, false) : TypeNames.end(feed, index, true);
        if (end <= index) {
            throw new ParseException("expected a type");
        }
        skip(parser, end);
        return TypeNames.canonical(feed, index, end);
    }

    private void skip(PgParser parser, int end) {
        for (int i = index; i < end; i++) {
            parser.getNextToken();
        }
    }
}
