package dev.colonnade.planner.sql;

import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads COPY, with options of the present and of the older syntax. */
final class CopyStatements {
    private final TokenCursor cursor;
    private final Map<String, String> options = new LinkedHashMap<>();

    private CopyStatements(TokenCursor cursor) {
        this.cursor = cursor;
    }

    static Statement.Copy read(TokenCursor cursor) {
        return new CopyStatements(cursor).copy();
    }

    private Statement.Copy copy() {
        if (cursor.sees("binary")) {
            cursor.skip();
            options.put("format", "binary");
        }
        List<String> table = null;
        List<String> columns = List.of();
        Span query = null;
        if (cursor.seesPunctuation('(')) {
            int close = cursor.closing();
            if (close == cursor.index() + 1) {
                throw cursor.unexpected();
            }
            query = cursor.tokens().span(cursor.index() + 1, close - 1);
            cursor.moveTo(close + 1);
        } else {
            table = cursor.name();
            if (cursor.seesPunctuation('(')) {
                columns = cursor.nameList();
            }
        }
        boolean from = table != null && cursor.take("from");
        if (!from) {
            cursor.expect("to");
        }
        boolean stdio = target();
        options();
        Span where = null;
        if (from && cursor.take("where")) {
            where = cursor.rest();
            if (where == null) {
                throw cursor.unexpected();
            }
        } else {
            cursor.expectEnd();
        }
        return new Statement.Copy(table, columns, query, from, stdio, options, where);
    }

    private boolean target() {
        if (cursor.takeAny("stdin", "stdout")) {
            return true;
        }
        cursor.take("program");
        cursor.string();
        return false;
    }

    private void options() {
        // The older syntax: DELIMITERS before WITH, then words in any order.
        if (cursor.take("using")) {
            cursor.expect("delimiters");
            options.put("delimiter", cursor.string());
        }
        cursor.take("with");
        if (cursor.takePunctuation('(')) {
            do {
                option();
            } while (cursor.takePunctuation(','));
            cursor.expectPunctuation(')');
            return;
        }
        while (!cursor.atEnd() && !cursor.sees("where")) {
            oldOption();
        }
    }

    private void option() {
        String name = cursor.simpleName();
        if (cursor.seesPunctuation('(')) {
            options.put(name, String.join(",", cursor.nameList()));
        } else if (cursor.takeOperator("*")) {
            options.put(name, "*");
        } else if (cursor.seesPunctuation(',') || cursor.seesPunctuation(')')) {
            options.put(name, "true");
        } else {
            options.put(name, cursor.next());
        }
    }

    private void oldOption() {
        String name = cursor.simpleName();
        switch (name) {
            case "binary", "csv" -> options.put("format", name);
            case "header", "freeze" -> options.put(name, "true");
            case "delimiter", "delimiters" -> valued("delimiter");
            case "null", "quote", "escape" -> valued(name);
            case "encoding" -> options.put(name, cursor.string());
            case "force" -> force();
            default -> {
                cursor.moveTo(cursor.index() - 1);
                throw cursor.unexpected();
            }
        }
    }

    private void valued(String name) {
        cursor.take("as");
        options.put(name, cursor.string());
    }

    private void force() {
        String name;
        if (cursor.take("quote")) {
            name = "force_quote";
        } else if (cursor.take("not")) {
            cursor.expect("null");
            name = "force_not_null";
        } else {
            cursor.expect("null");
            name = "force_null";
        }
        if (cursor.takeOperator("*")) {
            options.put(name, "*");
            return;
        }
        StringBuilder columns = new StringBuilder();
        do {
            columns.append(columns.isEmpty() ? "" : ",").append(cursor.simpleName());
        } while (cursor.takePunctuation(','));
        options.put(name, columns.toString());
    }
}
