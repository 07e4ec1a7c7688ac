package dev.colonnade.planner.sql;

import dev.colonnade.grammar.TokenFeed;
import dev.colonnade.planner.ast.Span;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** From the grammar's positions, which count tokens, to spans of the text. */
final class Source {
    /** Deeper trees come from chains of operators that nest to one side; those who walk our records must not overflow their stacks. */
    private static final int TREE_DEPTH_MAX = 1_000;

    private final TokenList tokens;
    private final TokenFeed feed;
    private int depth;

    Source(TokenList tokens, TokenFeed feed) {
        this.tokens = tokens;
        this.feed = feed;
    }

    TokenList tokens() {
        return tokens;
    }

    Span span(SqlNode node) {
        return span(node.getParserPosition());
    }

    Span span(SqlParserPos position) {
        return tokens.span(position.getColumnNum() - 1, position.getEndColumnNum() - 1);
    }

    /** Index of the node's first token. */
    static int first(SqlNode node) {
        return node.getParserPosition().getColumnNum() - 1;
    }

    /** With one pair of parentheses directly around it, if there is one. */
    Span withParentheses(Span span) {
        int before = tokens.startingAt(span.start()) - 1;
        int behind = tokens.endingAt(span.end()) + 1;
        return before >= 0
                        && behind < tokens.count()
                        && tokens.isPunctuation(before, '(')
                        && feed.partner(before) == behind
                ? tokens.span(before, behind)
                : span;
    }

    /** With all parentheses directly around it. */
    Span withAllParentheses(Span span) {
        Span inner = span;
        Span outer = withParentheses(inner);
        while (!outer.equals(inner)) {
            inner = outer;
            outer = withParentheses(inner);
        }
        return outer;
    }

    void enter(SqlNode node) {
        if (++depth > TREE_DEPTH_MAX) {
            throw new NotUnderstood(span(node).start(), "statement is nested too deeply to be planned", true);
        }
    }

    void leave() {
        depth--;
    }

    NotUnderstood notUnderstood(SqlNode node, String message) {
        return new NotUnderstood(span(node).start(), message);
    }

    static @Nullable String name(@Nullable SqlIdentifier identifier) {
        return identifier == null ? null : identifier.getSimple();
    }

    static List<String> simpleNames(@Nullable SqlNodeList identifiers) {
        List<String> names = new ArrayList<>();
        if (identifiers != null) {
            for (SqlNode identifier : identifiers) {
                names.add(((SqlIdentifier) identifier).getSimple());
            }
        }
        return names;
    }
}
