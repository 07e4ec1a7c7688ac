package dev.colonnade.grammar;

import dev.colonnade.grammar.parser.PgParserConstants;
import java.util.Set;

/** The names of types: where one ends, and how it is written canonically. */
final class TypeNames {
    private static final Set<String> FIELDS = Set.of("year", "month", "day", "hour", "minute", "second");

    /** Types whose names in the catalogue are others, or mean another type. */
    private static final Set<String> KEYWORDS = Set.of(
            "bigint",
            "bit",
            "boolean",
            "char",
            "character",
            "dec",
            "decimal",
            "double",
            "float",
            "int",
            "integer",
            "national",
            "nchar",
            "real",
            "smallint");

    private TypeNames() {}

    /** Behind the type that starts at {@code i}; {@code i} where none does. With {@code array} its brackets are part of it. */
    static int end(TokenFeed feed, int i, boolean array) {
        int j = base(feed, i);
        if (j == i || !array) {
            return j;
        }
        if (feed.kindOf(j) == PgParserConstants.ARRAY) {
            j++;
            return bracket(feed, j);
        }
        while (bracket(feed, j) > j) {
            j = bracket(feed, j);
        }
        return j;
    }

    /** Behind the fields of an interval, such as {@code day to second (3)}; {@code i} where there are none. */
    static int intervalFieldsEnd(TokenFeed feed, int i) {
        if (!isField(feed, i)) {
            return i;
        }
        int j = i + 1;
        if (feed.isWord(j, "to") && isField(feed, j + 1)) {
            j += 2;
        }
        return feed.isWord(j - 1, "second") ? modifiers(feed, j) : j;
    }

    /** The tokens from {@code i} to before {@code end} in canonical spacing: {@code varchar(10)}, {@code timestamp with time zone}. */
    static String canonical(TokenFeed feed, int i, int end) {
        StringBuilder out = new StringBuilder();
        boolean array = false;
        for (int j = i; j < end; j++) {
            int kind = feed.kindOf(j);
            if (kind == PgParserConstants.LBRACKET) {
                out.append("[]");
                array = true;
                j = feed.partner(j);
            } else if (kind == PgParserConstants.ARRAY) {
                out.append("[]");
                array = true;
                j = end;
            } else {
                boolean tight = switch (kind) {
                    case PgParserConstants.LPAREN,
                            PgParserConstants.RPAREN,
                            PgParserConstants.COMMA,
                            PgParserConstants.DOT -> true;
                    default ->
                        j == i
                                || feed.kindOf(j - 1) == PgParserConstants.LPAREN
                                || feed.kindOf(j - 1) == PgParserConstants.COMMA
                                || feed.kindOf(j - 1) == PgParserConstants.DOT
                                || feed.kindOf(j - 1) == PgParserConstants.MINUS;
                };
                out.append(tight || array ? "" : " ").append(word(feed, j));
            }
        }
        return out.toString();
    }

    /** Quoted names aren't keywords: {@code "char"} is another type than {@code char}. */
    private static String word(TokenFeed feed, int i) {
        String text = feed.text(i);
        boolean name = feed.kindOf(i) == PgParserConstants.IDENTIFIER && !feed.isPlainWord(i);
        return name && KEYWORDS.contains(text) ? '"' + text + '"' : text;
    }

    private static int base(TokenFeed feed, int i) {
        if (feed.kindOf(i) != PgParserConstants.IDENTIFIER) {
            return i;
        }
        if (!feed.isPlainWord(i)) {
            return modifiers(feed, feed.nameEnd(i));
        }
        switch (feed.text(i)) {
            case "double":
                return feed.isWord(i + 1, "precision") ? i + 2 : modifiers(feed, feed.nameEnd(i));
            case "national":
                return feed.isWord(i + 1, "character") || feed.isWord(i + 1, "char")
                        ? varying(feed, i + 2)
                        : feed.nameEnd(i);
            case "character", "char", "nchar", "bit":
                return varying(feed, i + 1);
            case "timestamp", "time":
                return zone(feed, modifiers(feed, i + 1));
            case "interval":
                int fields = intervalFieldsEnd(feed, i + 1);
                return fields > i + 1 ? fields : modifiers(feed, i + 1);
            default:
                return modifiers(feed, feed.nameEnd(i));
        }
    }

    private static int varying(TokenFeed feed, int i) {
        return modifiers(feed, feed.isWord(i, "varying") ? i + 1 : i);
    }

    private static int zone(TokenFeed feed, int i) {
        boolean with = feed.kindOf(i) == PgParserConstants.WITH || feed.isWord(i, "without");
        return with && feed.isWord(i + 1, "time") && feed.isWord(i + 2, "zone") ? i + 3 : i;
    }

    /** Behind {@code (10, 2)}; only constants and words may stand inside. */
    private static int modifiers(TokenFeed feed, int i) {
        if (feed.kindOf(i) != PgParserConstants.LPAREN || feed.partner(i) < 0) {
            return i;
        }
        for (int j = i + 1; j < feed.partner(i); j++) {
            switch (feed.kindOf(j)) {
                case PgParserConstants.UNSIGNED_INTEGER_LITERAL,
                        PgParserConstants.IDENTIFIER,
                        PgParserConstants.QUOTED_STRING,
                        PgParserConstants.MINUS,
                        PgParserConstants.COMMA -> {}
                default -> {
                    return i;
                }
            }
        }
        return feed.partner(i) + 1;
    }

    private static int bracket(TokenFeed feed, int i) {
        if (feed.kindOf(i) != PgParserConstants.LBRACKET) {
            return i;
        }
        if (feed.kindOf(i + 1) == PgParserConstants.RBRACKET) {
            return i + 2;
        }
        boolean bound = feed.kindOf(i + 1) == PgParserConstants.UNSIGNED_INTEGER_LITERAL
                && feed.kindOf(i + 2) == PgParserConstants.RBRACKET;
        return bound ? i + 3 : i;
    }

    private static boolean isField(TokenFeed feed, int i) {
        return feed.isPlainWord(i) && FIELDS.contains(feed.text(i));
    }
}
