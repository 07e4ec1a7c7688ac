package dev.colonnade.planner.sql;

import dev.colonnade.grammar.LexemeKind;
import dev.colonnade.planner.ast.Span;
import java.util.Set;

/** Where FROM and WHERE of a block end: the syntax tree has no span for the keywords of what follows them. */
public final class FromClause {
    private static final Set<String> BEHIND = Set.of(
            "group", "having", "window", "order", "limit", "offset", "fetch", "for", "union", "intersect", "except");

    private FromClause() {}

    /**
     * From FROM to the last token of WHERE, or of FROM where there is no WHERE.
     *
     * @param items where the select list ends
     * @throws IllegalArgumentException where no FROM follows
     */
    public static Span after(String text, int items) {
        TokenList tokens = PgLexer.scan(text, true);
        int first = 0;
        while (first < tokens.count() && !(tokens.start(first) >= items && tokens.isWord(first, "from"))) {
            first++;
        }
        if (first == tokens.count()) {
            throw new IllegalArgumentException("items: " + items + " (expected: FROM behind it)");
        }
        int depth = 0;
        int end = tokens.end(first);
        for (int i = first + 1; i < tokens.count(); i++) {
            if (tokens.isPunctuation(i, '(') || tokens.isPunctuation(i, '[')) {
                depth++;
            } else if (tokens.isPunctuation(i, ')') || tokens.isPunctuation(i, ']')) {
                depth--;
            }
            if (depth < 0 || (depth == 0 && isBehind(tokens, i))) {
                break;
            }
            end = tokens.end(i);
        }
        return new Span(tokens.start(first), end);
    }

    private static boolean isBehind(TokenList tokens, int i) {
        return tokens.kind(i) == LexemeKind.WORD && BEHIND.contains(tokens.value(i));
    }
}
