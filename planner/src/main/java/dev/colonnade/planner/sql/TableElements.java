package dev.colonnade.planner.sql;

import dev.colonnade.grammar.LexemeKind;
import dev.colonnade.planner.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads columns and constraints of CREATE TABLE and ALTER TABLE ADD. */
final class TableElements {
    /** Where a column's type ends. */
    private static final Set<String> BEHIND_TYPE = Set.of(
            "constraint",
            "not",
            "null",
            "check",
            "default",
            "generated",
            "unique",
            "primary",
            "references",
            "collate",
            "deferrable",
            "initially",
            "compression",
            "storage",
            "options",
            "no");

    private static final Set<String> SERIAL_TYPES =
            Set.of("serial", "serial2", "serial4", "serial8", "smallserial", "bigserial");

    private final TokenCursor cursor;
    private final List<Statement.ColumnDefinition> columns = new ArrayList<>();
    private final List<List<String>> keys = new ArrayList<>();
    private final List<List<String>> likes = new ArrayList<>();
    private final List<List<String>> references = new ArrayList<>();

    /** Tables whose columns are taken over. */
    List<List<String>> likes() {
        return likes;
    }

    TableElements(TokenCursor cursor) {
        this.cursor = cursor;
    }

    List<Statement.ColumnDefinition> columns() {
        return columns;
    }

    List<List<String>> keys() {
        return keys;
    }

    List<List<String>> references() {
        return references;
    }

    /** The parentheses of CREATE TABLE. */
    void readList() {
        int close = cursor.closing();
        cursor.skip();
        while (cursor.index() < close) {
            element();
            skipToComma();
            cursor.takePunctuation(',');
        }
        cursor.moveTo(close + 1);
    }

    /** Behind ADD. */
    void added() {
        if (isConstraint()) {
            constraint();
            return;
        }
        cursor.take("column");
        if (cursor.take("if")) {
            cursor.expect("not");
            cursor.expect("exists");
        }
        column();
    }

    /** The parentheses of CREATE UNIQUE INDEX; of its elements only plain columns are named. */
    void uniqueIndex() {
        int close = cursor.closing();
        cursor.skip();
        List<String> key = new ArrayList<>();
        while (cursor.index() < close) {
            boolean plain = cursor.seesName() && !cursor.tokens().isPunctuation(cursor.index() + 1, '(');
            if (plain) {
                key.add(cursor.simpleName());
            }
            skipToComma();
            cursor.takePunctuation(',');
        }
        keys.add(key);
        cursor.moveTo(close + 1);
    }

    /** To the comma or closing parenthesis of this level, or the end. */
    void skipToComma() {
        while (!cursor.atEnd() && !cursor.seesPunctuation(',') && !cursor.seesPunctuation(')')) {
            if (cursor.seesPunctuation('(')) {
                cursor.skipParentheses();
            } else {
                cursor.skip();
            }
        }
    }

    private void element() {
        if (isConstraint()) {
            constraint();
        } else if (cursor.take("like")) {
            likes.add(cursor.name());
        } else {
            column();
        }
    }

    private boolean isConstraint() {
        return cursor.sees("constraint")
                || cursor.sees("primary", "key")
                || cursor.sees("foreign", "key")
                || cursor.sees("unique")
                || cursor.sees("check")
                || cursor.sees("exclude")
                || cursor.sees("not", "null");
    }

    private void constraint() {
        if (cursor.take("constraint")) {
            cursor.simpleName();
        }
        if (cursor.take("primary", "key") || cursor.take("unique")) {
            if (cursor.take("nulls")) {
                cursor.take("not");
                cursor.expect("distinct");
            }
            if (cursor.seesPunctuation('(')) {
                keys.add(keyColumns());
            }
        } else if (cursor.take("foreign", "key")) {
            cursor.skipParentheses();
            cursor.expect("references");
            references.add(cursor.name());
        }
    }

    /** {@code (a, b)}, perhaps with WITHOUT OVERLAPS behind the last. */
    private List<String> keyColumns() {
        int close = cursor.closing();
        List<String> key = new ArrayList<>();
        cursor.skip();
        while (cursor.index() < close) {
            key.add(cursor.simpleName());
            skipToComma();
            cursor.takePunctuation(',');
        }
        cursor.moveTo(close + 1);
        return key;
    }

    private void column() {
        String name = cursor.simpleName();
        int typeStart = cursor.index();
        boolean typed = cursor.seesName() && !endsType();
        while (typed && !cursor.atEnd() && !endsType()) {
            if (cursor.seesPunctuation('(')) {
                cursor.skipParentheses();
            } else {
                cursor.skip();
            }
        }
        String type = cursor.index() > typeStart ? type(typeStart, cursor.index()) : "";
        boolean sequenced = SERIAL_TYPES.contains(type);
        while (!cursor.atEnd() && !cursor.seesPunctuation(',') && !cursor.seesPunctuation(')')) {
            if (cursor.take("primary", "key") || cursor.take("unique")) {
                keys.add(List.of(name));
            } else if (cursor.take("references")) {
                references.add(cursor.name());
            } else if (cursor.seesPunctuation('(')) {
                int open = cursor.index();
                cursor.skipParentheses();
                sequenced |= callsNextval(open, cursor.index());
            } else {
                sequenced |= cursor.sees("identity") || cursor.sees("nextval");
                cursor.skip();
            }
        }
        // Without a type it is a column of the parent or of the type that the table is made of.
        if (!type.isEmpty()) {
            columns.add(new Statement.ColumnDefinition(name, type, sequenced));
        }
    }

    private boolean callsNextval(int start, int end) {
        for (int i = start; i < end; i++) {
            if (cursor.tokens().isWord(i, "nextval")) {
                return true;
            }
        }
        return false;
    }

    private boolean endsType() {
        return cursor.seesPunctuation(',')
                || cursor.seesPunctuation(')')
                || cursor.sees("with", "options")
                || (cursor.tokens().kind(cursor.index()) == LexemeKind.WORD
                        && BEHIND_TYPE.contains(cursor.tokens().value(cursor.index())));
    }

    /** As Expr.Cast has types: lower case, canonical spacing. */
    private String type(int start, int end) {
        TokenList tokens = cursor.tokens();
        StringBuilder out = new StringBuilder();
        for (int i = start; i < end; i++) {
            boolean word = tokens.isName(i);
            boolean spaced = word && i > start && (tokens.isName(i - 1) || tokens.isPunctuation(i - 1, ')'));
            boolean bound = i > start && tokens.isPunctuation(i - 1, '[');
            if (tokens.isWord(i, "array")) {
                return out + "[]";
            }
            if (!(bound && tokens.kind(i) == LexemeKind.INTEGER)) {
                // quoted it is another type
                String value = tokens.kind(i) == LexemeKind.QUOTED_WORD
                                && tokens.value(i).equals("char")
                        ? "\"char\""
                        : tokens.value(i);
                out.append(spaced ? " " : "").append(value);
            }
        }
        return out.toString();
    }
}
