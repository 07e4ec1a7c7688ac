package dev.colonnade.grammar;

import dev.colonnade.grammar.parser.PgParserConstants;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The words that the grammar has as tokens of their own. They are few: the words that PostgreSQL reserves and that the grammar needs. All
 * other words are identifiers to it, and told by their text where they mean something.
 */
final class Keywords {
    private static final String[] RESERVED = {
        "all",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "case",
        "collate",
        "cross",
        "desc",
        "distinct",
        "else",
        "end",
        "except",
        "false",
        "fetch",
        "for",
        "from",
        "full",
        "group",
        "having",
        "ilike",
        "in",
        "inner",
        "intersect",
        "into",
        "is",
        "isnull",
        "join",
        "lateral",
        "left",
        "like",
        "limit",
        "natural",
        "not",
        "notnull",
        "null",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "outer",
        "overlaps",
        "returning",
        "right",
        "select",
        "similar",
        "some",
        "table",
        "tablesample",
        "then",
        "true",
        "union",
        "using",
        "variadic",
        "when",
        "where",
        "window",
        "with"
    };

    /** Kinds of tokens by word. */
    static final Map<String, Integer> KINDS = kinds();

    /** Reserved, but names of functions where an operand may stand and a parenthesis follows. */
    static final Set<String> FUNCTION_NAMES = Set.of("ilike", "left", "like", "overlaps", "right");

    /** May be an alias only behind AS. */
    static final Set<String> NEED_AS = Set.of(
            "char",
            "character",
            "create",
            "day",
            "filter",
            "grant",
            "hour",
            "minute",
            "month",
            "over",
            "precision",
            "second",
            "to",
            "varying",
            "within",
            "without",
            "year");

    /** Functions with words between their arguments, whatever words those are. */
    static final Set<String> STANDARD_FUNCTIONS = Set.of(
            "json",
            "json_array",
            "json_arrayagg",
            "json_exists",
            "json_object",
            "json_objectagg",
            "json_query",
            "json_scalar",
            "json_serialize",
            "json_table",
            "json_value",
            "xmlattributes",
            "xmlconcat",
            "xmlelement",
            "xmlexists",
            "xmlforest",
            "xmlnamespaces",
            "xmlparse",
            "xmlpi",
            "xmlroot",
            "xmlserialize",
            "xmltable");

    /** Functions that are called without parentheses. */
    static final Set<String> VALUE_FUNCTIONS = Set.of(
            "current_catalog",
            "current_date",
            "current_role",
            "current_schema",
            "current_time",
            "current_timestamp",
            "current_user",
            "localtime",
            "localtimestamp",
            "session_user",
            "system_user",
            "user");

    private Keywords() {}

    private static Map<String, Integer> kinds() {
        Map<String, Integer> byImage = new HashMap<>();
        for (int kind = 0; kind < PgParserConstants.tokenImage.length; kind++) {
            byImage.putIfAbsent(PgParserConstants.tokenImage[kind], kind);
        }
        Map<String, Integer> kinds = new HashMap<>();
        for (String word : RESERVED) {
            Integer kind = byImage.get("\"" + word.toUpperCase(Locale.ROOT) + "\"");
            if (kind == null) {
                throw new IllegalStateException("the grammar has no token for " + word);
            }
            kinds.put(word, kind);
        }
        kinds.put("default", PgParserConstants.DEFAULT_);
        return Map.copyOf(kinds);
    }
}
