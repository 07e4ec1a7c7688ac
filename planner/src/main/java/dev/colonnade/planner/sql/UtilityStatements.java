package dev.colonnade.planner.sql;

import dev.colonnade.grammar.LexemeKind;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.ast.Statement.TransactionKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what is neither a query nor data-modifying, by its first words. */
final class UtilityStatements {
    private final TokenCursor cursor;

    private UtilityStatements(TokenCursor cursor) {
        this.cursor = cursor;
    }

    static Statement read(TokenList tokens) {
        TokenCursor cursor = new TokenCursor(tokens, 0, tokens.count());
        if (tokens.kind(0) != LexemeKind.WORD) {
            throw cursor.unexpected();
        }
        String verb = cursor.next();
        Statement statement = new UtilityStatements(cursor).statement(verb);
        String lexical = tokens.errorMessage();
        if (lexical != null) {
            throw new NotUnderstood(0, lexical);
        }
        return statement;
    }

    private Statement statement(String verb) {
        return switch (verb) {
            case "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release" -> transaction(verb);
            case "set" -> set();
            case "reset" -> new Statement.Reset(settingName());
            case "show" -> new Statement.Show(settingName());
            case "discard" -> discard();
            case "copy" -> CopyStatements.read(cursor);
            case "explain" -> explain();
            case "prepare" -> prepare();
            case "execute" -> execute();
            case "deallocate" -> deallocate();
            case "create",
                    "alter",
                    "drop",
                    "truncate",
                    "comment",
                    "grant",
                    "revoke",
                    "reindex",
                    "vacuum",
                    "analyze",
                    "analyse",
                    "cluster",
                    "refresh",
                    "lock" -> DdlStatements.read(verb, cursor);
            case "listen",
                    "unlisten",
                    "notify",
                    "declare",
                    "fetch",
                    "move",
                    "close",
                    "call",
                    "do",
                    "checkpoint",
                    "load",
                    "security",
                    "reassign",
                    "import" ->
                new Statement.Other(verb, List.copyOf(cursor.tokens().names()));
            default -> {
                cursor.moveTo(0);
                throw cursor.unexpected();
            }
        };
    }

    private Statement transaction(String verb) {
        switch (verb) {
            case "begin", "start" -> {
                boolean noise =
                        verb.equals("start") ? cursor.take("transaction") : cursor.takeAny("work", "transaction");
                if (verb.equals("start") && !noise) {
                    throw cursor.unexpected();
                }
                String modes = cursor.restText();
                return new Statement.Transaction(TransactionKind.BEGIN, modes.isEmpty() ? null : modes, false);
            }
            case "savepoint" -> {
                return named(TransactionKind.SAVEPOINT);
            }
            case "release" -> {
                cursor.take("savepoint");
                return named(TransactionKind.RELEASE);
            }
            default -> {
                return end(verb);
            }
        }
    }

    private Statement end(String verb) {
        boolean commit = verb.equals("commit") || verb.equals("end");
        if (!verb.equals("abort") && !verb.equals("end") && cursor.take("prepared")) {
            String name = cursor.string();
            cursor.expectEnd();
            return new Statement.Transaction(
                    commit ? TransactionKind.COMMIT_PREPARED : TransactionKind.ROLLBACK_PREPARED, name, false);
        }
        cursor.takeAny("work", "transaction");
        if (verb.equals("rollback") && cursor.take("to")) {
            cursor.take("savepoint");
            return named(TransactionKind.ROLLBACK_TO);
        }
        boolean chain = false;
        if (cursor.take("and")) {
            chain = !cursor.take("no");
            cursor.expect("chain");
        }
        cursor.expectEnd();
        return new Statement.Transaction(commit ? TransactionKind.COMMIT : TransactionKind.ROLLBACK, null, chain);
    }

    private Statement named(TransactionKind kind) {
        String name = cursor.simpleName();
        cursor.expectEnd();
        return new Statement.Transaction(kind, name, false);
    }

    private Statement set() {
        if (cursor.take("session", "characteristics")) {
            cursor.expect("as");
            cursor.expect("transaction");
            return new Statement.Set(false, "session characteristics", required(cursor.restText()));
        }
        if (cursor.take("constraints")) {
            return new Statement.Set(false, "constraints", required(cursor.restText()));
        }
        boolean local = cursor.take("local");
        if (!local && cursor.sees("session") && !cursor.sees("session", "authorization")) {
            cursor.skip();
        }
        if (cursor.take("session", "authorization")) {
            return assigned(local, "session_authorization");
        }
        if (cursor.take("time", "zone")) {
            return assigned(local, "timezone");
        }
        boolean names = cursor.sees("names")
                && !cursor.tokens().isOperator(cursor.index() + 1, "=")
                && !cursor.tokens().isWord(cursor.index() + 1, "to");
        if (names) {
            cursor.skip();
            return assigned(local, "client_encoding");
        }
        if (cursor.take("transaction")) {
            return new Statement.Set(local, "transaction", required(cursor.restText()));
        }
        if (cursor.sees("role") && !cursor.tokens().isOperator(cursor.index() + 1, "=")) {
            cursor.skip();
            cursor.take("to");
            return assigned(local, "role");
        }
        if (cursor.sees("schema") && cursor.tokens().count() > cursor.index() + 1) {
            cursor.skip();
            return assigned(local, "search_path");
        }
        String name = String.join(".", cursor.name()).toLowerCase(Locale.ROOT);
        if (!cursor.takeOperator("=") && !cursor.take("to")) {
            throw cursor.unexpected();
        }
        return assigned(local, name);
    }

    private Statement assigned(boolean local, String name) {
        String value = required(cursor.restText());
        return new Statement.Set(local, name, value.equalsIgnoreCase("default") ? "default" : value);
    }

    private String required(String text) {
        if (text.isEmpty()) {
            throw cursor.unexpected();
        }
        return text;
    }

    /** What stands behind SHOW or RESET. */
    private String settingName() {
        String name;
        if (cursor.take("time", "zone")) {
            name = "timezone";
        } else if (cursor.take("session", "authorization")) {
            name = "session_authorization";
        } else if (cursor.take("transaction", "isolation")) {
            cursor.expect("level");
            name = "transaction_isolation";
        } else {
            name = String.join(".", cursor.name()).toLowerCase(Locale.ROOT);
        }
        cursor.expectEnd();
        return name;
    }

    private Statement discard() {
        String what = cursor.simpleName();
        cursor.expectEnd();
        return switch (what) {
            case "all", "plans", "sequences", "temp" -> new Statement.Discard(what);
            case "temporary" -> new Statement.Discard("temp");
            default -> {
                cursor.moveTo(1);
                throw cursor.unexpected();
            }
        };
    }

    private Statement explain() {
        Map<String, String> options = new LinkedHashMap<>();
        if (cursor.seesPunctuation('(') && !opensStatement()) {
            cursor.skip();
            do {
                explainOption(options);
            } while (cursor.takePunctuation(','));
            cursor.expectPunctuation(')');
        } else {
            if (cursor.takeAny("analyze", "analyse")) {
                options.put("analyze", "true");
            }
            if (cursor.take("verbose")) {
                options.put("verbose", "true");
            }
        }
        return new Statement.Explain(options, body());
    }

    private boolean opensStatement() {
        int i = cursor.index();
        while (cursor.tokens().isPunctuation(i, '(')) {
            i++;
        }
        TokenList tokens = cursor.tokens();
        return tokens.isWord(i, "select")
                || tokens.isWord(i, "with")
                || tokens.isWord(i, "values")
                || tokens.isWord(i, "table");
    }

    private void explainOption(Map<String, String> options) {
        String name = cursor.simpleName();
        StringBuilder value = new StringBuilder();
        while (!cursor.atEnd() && !cursor.seesPunctuation(',') && !cursor.seesPunctuation(')')) {
            value.append(cursor.next().toLowerCase(Locale.ROOT));
        }
        options.put(name.equals("analyse") ? "analyze" : name, value.isEmpty() ? "true" : value.toString());
    }

    private Statement prepare() {
        if (cursor.take("transaction")) {
            String name = cursor.string();
            cursor.expectEnd();
            return new Statement.Transaction(TransactionKind.PREPARE_TRANSACTION, name, false);
        }
        String name = cursor.simpleName();
        List<String> types = new ArrayList<>();
        if (cursor.seesPunctuation('(')) {
            for (Span type : arguments()) {
                types.add(type.of(cursor.tokens().source()));
            }
        }
        cursor.expect("as");
        return new Statement.Prepare(name, types, body());
    }

    private Statement execute() {
        String name = cursor.simpleName();
        List<Span> arguments = cursor.seesPunctuation('(') ? arguments() : List.of();
        cursor.expectEnd();
        return new Statement.Execute(name, arguments);
    }

    /** The spans between the commas of the parentheses that open here; moves behind them. */
    private List<Span> arguments() {
        List<Span> spans = new ArrayList<>();
        int close = cursor.closing();
        int start = cursor.index() + 1;
        int depth = 0;
        for (int i = start; i <= close; i++) {
            TokenList tokens = cursor.tokens();
            boolean separator = depth == 0 && (i == close || tokens.isPunctuation(i, ','));
            if (separator && i > start) {
                spans.add(tokens.span(start, i - 1));
                start = i + 1;
            } else if (tokens.isPunctuation(i, '(') || tokens.isPunctuation(i, '[')) {
                depth++;
            } else if (tokens.isPunctuation(i, ')') || tokens.isPunctuation(i, ']')) {
                depth--;
            }
        }
        cursor.moveTo(close + 1);
        return spans;
    }

    private Statement deallocate() {
        if (cursor.sees("prepare") && cursor.index() + 1 < cursor.end()) {
            cursor.skip();
        }
        boolean all = cursor.sees("all");
        String name = cursor.simpleName();
        cursor.expectEnd();
        return new Statement.Deallocate(nullIf(all, name));
    }

    private static @Nullable String nullIf(boolean condition, String name) {
        return condition ? null : name;
    }

    private Span body() {
        Span rest = cursor.rest();
        if (rest == null) {
            throw cursor.unexpected();
        }
        return rest;
    }
}
