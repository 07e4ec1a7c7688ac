package dev.colonnade.planner.sql;

import dev.colonnade.grammar.LexemeKind;
import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Visits every record of a statement and says which spans are wrong. */
public final class SpanWalk {
    private final String text;
    private final List<String> wrong = new ArrayList<>();
    private boolean leaves = true;

    private SpanWalk(String text) {
        this.text = text;
    }

    /** One line for each wrong span. */
    public static List<String> wrongSpans(String text, Record statement) {
        SpanWalk walk = new SpanWalk(text);
        walk.visit(statement, null);
        return walk.wrong;
    }

    /** As {@link #wrongSpans} without reading expressions again; bodies that nobody has read yet need not be balanced. */
    static List<String> spansOutside(String text, Record statement) {
        SpanWalk walk = new SpanWalk(text);
        walk.leaves = false;
        walk.visit(statement, null);
        return walk.wrong;
    }

    private void visit(Record node, @Nullable Span parent) {
        Span own = null;
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            Object value = AstText.value(node, component);
            if (value instanceof Span span) {
                if (component.getName().equals("span")) {
                    own = span;
                }
                check(node, component.getName(), span, parent);
            }
        }
        if (leaves && node instanceof Expr expr) {
            checkLeaf(expr);
        }
        Span outer = own == null ? parent : own;
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            Object value = AstText.value(node, component);
            if (value instanceof List<?> list) {
                for (Object element : list) {
                    if (element instanceof Record child) {
                        visit(child, outer);
                    } else if (element instanceof Expr.Literal literal) {
                        literal(literal, outer);
                    }
                }
            } else if (value instanceof Record child && !(value instanceof Span)) {
                visit(child, outer);
            } else if (value instanceof Expr.Literal literal) {
                literal(literal, outer);
            }
        }
    }

    private void literal(Expr.Literal literal, @Nullable Span parent) {
        check(literal, "span", literal.span(), parent);
        if (leaves) {
            checkLeaf(literal);
        }
    }

    /** Inside its parent, whole tokens, balanced. */
    private void check(Object node, String component, Span span, @Nullable Span parent) {
        String place = node.getClass().getSimpleName() + "." + component + " <"
                + text.substring(span.start(), Math.min(span.end(), text.length())) + ">";
        if (span.end() > text.length()) {
            wrong.add(place + ": beyond the end");
            return;
        }
        if (parent != null && (span.start() < parent.start() || span.end() > parent.end())) {
            wrong.add(place + ": not inside <" + parent.of(text) + ">");
        }
        if (span.start() == span.end() || (!leaves && node instanceof Statement)) {
            return;
        }
        TokenList all = PgLexer.scan(text, true);
        if (all.startingAt(span.start()) < 0 || all.endingAt(span.end()) < 0) {
            wrong.add(place + ": not at the boundaries of tokens");
            return;
        }
        int depth = 0;
        for (int i = all.startingAt(span.start()); i <= all.endingAt(span.end()); i++) {
            if (all.kind(i) == LexemeKind.PUNCTUATION) {
                char c = all.value(i).charAt(0);
                depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            }
            if (depth < 0) {
                break;
            }
        }
        if (depth != 0) {
            wrong.add(place + ": not balanced");
        }
    }

    /** A leaf is its token; an expression parses again to the same. */
    private void checkLeaf(Expr expr) {
        String own = expr.span().of(text);
        boolean same = switch (expr) {
            case Expr.Param p -> own.equals("$" + p.number());
            case Expr.Literal l ->
                l.kind() != Expr.LiteralKind.INTEGER
                        || own.replace(" ", "").endsWith(l.value())
                        || !own.matches("-?[0-9]+");
            case Expr.Default d -> own.equalsIgnoreCase("default");
            case Expr.Star star -> own.isEmpty() || own.endsWith("*");
            default -> true;
        };
        if (!same) {
            wrong.add(AstText.of(expr) + " stands at <" + own + ">");
        }
        String printed = AstText.of(expr);
        if (own.isEmpty() || !standsAlone(expr, own) || printed.contains("default")) {
            return;
        }
        ParseOutcome again = StatementParser.parse("SELECT (" + own + ")");
        String reprinted = again instanceof ParseOutcome.Parsed parsed
                        && parsed.statement() instanceof Statement.Select select
                        && select.query().body() instanceof Query.Select block
                ? AstText.of(block.items().getFirst().expr())
                : AstText.of(again);
        if (!reprinted.equals(printed)) {
            wrong.add(printed + " stands at <" + own + ">, which reads as " + reprinted);
        }
    }

    /** Whether the expression can stand in a select list, so that it can be read again. */
    private static boolean standsAlone(Expr expr, String own) {
        return switch (expr) {
            case Expr.Star star -> false;
            case Expr.Default d -> false;
            case Expr.Literal literal ->
                switch (literal.kind()) {
                    case STRING -> own.contains("'") || own.contains("$");
                    case INTEGER -> Character.isDigit(own.charAt(own.length() - 1)); // FETCH FIRST ROW has none
                    default -> true;
                };
            case Expr.Row row -> row.items().size() > 1;
            case Expr.ArrayItems array -> !own.startsWith("[");
            case Expr.Other other -> other.what().startsWith("indirection ");
            default -> true;
        };
    }
}
