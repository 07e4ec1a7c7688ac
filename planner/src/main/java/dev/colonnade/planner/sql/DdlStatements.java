package dev.colonnade.planner.sql;

import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads definitions as far as fan-out, key checks and the catalogue need; what isn't needed is skipped, not checked. */
final class DdlStatements {
    private static final Set<String> KIND_PREFIXES = Set.of(
            "or",
            "replace",
            "global",
            "local",
            "unlogged",
            "recursive",
            "unique",
            "trusted",
            "procedural",
            "constraint",
            "default");

    /** Kinds whose name has two words, by the first. */
    private static final Set<String> TWO_WORD_KINDS =
            Set.of("materialized", "foreign", "event", "access", "text", "large");

    private final String verb;
    private final TokenCursor cursor;
    private final List<List<String>> relations = new ArrayList<>();
    private final List<List<String>> names = new ArrayList<>();
    private final TableElements elements;
    private String kind = "";
    private boolean outsideTransaction;
    private boolean ifExists;
    private boolean temporary;
    private boolean unique;
    private List<String> partitionOf = List.of();
    private final List<String> changed = new ArrayList<>();
    private List<String> newName = List.of();
    private @Nullable Span body;

    private DdlStatements(String verb, TokenCursor cursor) {
        this.verb = verb;
        this.cursor = cursor;
        elements = new TableElements(cursor);
    }

    static Statement.Ddl read(String verb, TokenCursor cursor) {
        DdlStatements ddl = new DdlStatements(verb.equals("analyse") ? "analyze" : verb, cursor);
        ddl.read();
        return new Statement.Ddl(
                ddl.verb,
                ddl.kind,
                ddl.relations,
                ddl.names,
                ddl.elements.columns(),
                ddl.elements.keys(),
                ddl.elements.references(),
                ddl.outsideTransaction,
                ddl.ifExists,
                ddl.temporary,
                ddl.partitionOf,
                ddl.elements.likes(),
                ddl.changed,
                ddl.newName,
                ddl.body);
    }

    private void read() {
        switch (verb) {
            case "create" -> create();
            case "alter" -> alter();
            case "drop" -> drop();
            case "truncate", "lock" -> {
                kind = "table";
                cursor.take("table");
                tables();
            }
            case "comment" -> comment();
            case "grant", "revoke" -> grant();
            case "reindex" -> reindex();
            case "vacuum", "analyze", "cluster" -> maintain();
            case "refresh" -> refresh();
            default -> throw cursor.unexpected();
        }
    }

    private void create() {
        readPrefixes();
        readKind();
        if (cursor.take("concurrently")) {
            outsideTransaction = true;
        }
        existence();
        switch (kind) {
            case "table", "foreign table" -> createTable();
            case "index" -> createIndex();
            case "view", "materialized view" -> createView();
            case "trigger", "policy", "rule" -> onTable();
            case "statistics" -> createStatistics();
            case "database", "tablespace", "subscription" -> {
                outsideTransaction = true;
                named();
            }
            case "schema" -> createSchema();
            default -> named();
        }
    }

    private void readPrefixes() {
        while (!cursor.atEnd()) {
            if (cursor.takeAny("temp", "temporary")) {
                temporary = true;
            } else if (cursor.take("unique")) {
                unique = true;
            } else if (cursor.seesName()
                    && KIND_PREFIXES.contains(cursor.tokens().value(cursor.index()))) {
                cursor.skip();
            } else {
                return;
            }
        }
    }

    private void readKind() {
        kind = cursor.simpleName();
        boolean two = (TWO_WORD_KINDS.contains(kind) && cursor.seesName())
                || (kind.equals("user") && cursor.sees("mapping"))
                || (kind.equals("operator") && (cursor.sees("class") || cursor.sees("family")));
        if (two) {
            kind += " " + cursor.simpleName();
        }
        if (kind.equals("text search") || kind.equals("foreign data")) {
            kind += " " + cursor.simpleName();
        }
    }

    private void existence() {
        if (cursor.take("if")) {
            cursor.take("not");
            cursor.expect("exists");
            ifExists = true;
        }
    }

    private void named() {
        if (cursor.seesName()) {
            names.add(cursor.name());
        }
    }

    private void createTable() {
        List<String> table = cursor.name();
        names.add(table);
        relations.add(table);
        if (cursor.take("partition", "of")) {
            partitionOf = cursor.name();
        } else if (cursor.take("of")) {
            cursor.name();
        }
        if (cursor.seesPunctuation('(')) {
            elements.readList();
        }
        while (!cursor.atEnd()) {
            if (cursor.take("inherits")) {
                cursor.expectPunctuation('(');
                partitionOf = cursor.seesName() ? cursor.name() : partitionOf;
                while (!cursor.takePunctuation(')')) {
                    cursor.skip();
                }
            } else if (cursor.seesPunctuation('(')) {
                cursor.skipParentheses();
            } else if (cursor.take("as")) {
                body = withoutDataClause();
                return;
            } else {
                cursor.skip();
            }
        }
    }

    /** The query behind AS, without WITH [NO] DATA. */
    private Span withoutDataClause() {
        TokenList tokens = cursor.tokens();
        int last = cursor.end() - 1;
        if (tokens.isWord(last, "data")) {
            int with = tokens.isWord(last - 1, "no") ? last - 2 : last - 1;
            last = tokens.isWord(with, "with") ? with - 1 : last;
        }
        return bodyTo(last);
    }

    private Span bodyTo(int last) {
        if (last < cursor.index()) {
            throw cursor.unexpected();
        }
        Span span = cursor.tokens().span(cursor.index(), last);
        cursor.moveTo(cursor.end());
        return span;
    }

    private void createIndex() {
        if (!cursor.sees("on")) {
            names.add(cursor.name());
        }
        cursor.expect("on");
        cursor.take("only");
        relations.add(cursor.name());
        cursor.takeOperator("*");
        if (cursor.take("using")) {
            cursor.skip();
        }
        if (unique && cursor.seesPunctuation('(')) {
            elements.uniqueIndex();
        }
    }

    private void createView() {
        names.add(cursor.name());
        while (!cursor.take("as")) {
            if (cursor.seesPunctuation('(')) {
                cursor.skipParentheses();
            } else {
                cursor.skip();
            }
        }
        TokenList tokens = cursor.tokens();
        int last = cursor.end() - 1;
        if (tokens.isWord(last, "option") && tokens.isWord(last - 1, "check")) {
            int with = tokens.isWord(last - 2, "with") ? last - 2 : last - 3;
            body = bodyTo(with - 1);
        } else {
            body = withoutDataClause();
        }
    }

    /** CREATE TRIGGER name ... ON table, CREATE POLICY name ON table, CREATE RULE name AS ON event TO table. */
    private void onTable() {
        named();
        boolean rule = kind.equals("rule");
        while (!cursor.atEnd()) {
            if (cursor.take(rule ? "to" : "on")) {
                cursor.take("only");
                relations.add(cursor.name());
                break;
            }
            cursor.skip();
        }
        while (!cursor.atEnd()) {
            boolean referenced = kind.equals("trigger") && cursor.take("from");
            if (referenced) {
                elements.references().add(cursor.name());
                return;
            }
            if (cursor.seesPunctuation('(')) {
                cursor.skipParentheses(); // the condition may have a FROM: IS DISTINCT FROM
            } else {
                cursor.skip();
            }
        }
    }

    private void createStatistics() {
        if (!cursor.seesPunctuation('(') && !cursor.sees("on")) {
            names.add(cursor.name());
        }
        while (!cursor.atEnd()) {
            if (cursor.take("from")) {
                relations.add(cursor.name());
                return;
            }
            cursor.skip();
        }
    }

    private void createSchema() {
        if (cursor.take("authorization")) {
            names.add(cursor.name());
            return;
        }
        named();
        if (cursor.take("authorization")) {
            cursor.skip();
        }
        // Elements of a schema are statements of their own that nobody has looked at.
        cursor.expectEnd();
    }

    private void drop() {
        readKind();
        if (cursor.take("concurrently")) {
            outsideTransaction = true;
        }
        existence();
        outsideTransaction |= kind.equals("database") || kind.equals("tablespace") || kind.equals("subscription");
        if (kind.equals("trigger") || kind.equals("policy") || kind.equals("rule")) {
            named();
            cursor.expect("on");
            relations.add(cursor.name());
            return;
        }
        if (!cursor.seesName()) {
            return;
        }
        do {
            List<String> name = cursor.name();
            names.add(name);
            if (kind.endsWith("table")) {
                relations.add(name);
            }
            cursor.skipParentheses();
        } while (cursor.takePunctuation(','));
    }

    private void alter() {
        if (cursor.take("system")) {
            kind = "system";
            outsideTransaction = true;
            return;
        }
        readPrefixes();
        readKind();
        existence();
        cursor.take("only");
        if (kind.equals("trigger") || kind.equals("policy") || kind.equals("rule")) {
            onTable();
            return;
        }
        if (!cursor.seesName()) {
            return;
        }
        List<String> name = cursor.name();
        names.add(name);
        if (kind.endsWith("table")) {
            relations.add(name);
            cursor.takeOperator("*");
            alterTable();
        } else if (kind.equals("type")) {
            outsideTransaction = false;
        }
    }

    private void alterTable() {
        do {
            if (cursor.take("add")) {
                elements.added();
            } else if (cursor.take("inherit")) {
                partitionOf = cursor.name();
            } else if (cursor.take("attach", "partition")) {
                relations.add(cursor.name());
            } else if (cursor.take("detach", "partition")) {
                relations.add(cursor.name());
                outsideTransaction |= cursor.sees("concurrently");
            } else if (cursor.take("rename")) {
                rename();
            } else if (cursor.take("set", "schema")) {
                newName = List.of(cursor.simpleName(), "");
            } else if (cursor.take("drop")) {
                dropped();
            } else if (cursor.take("alter")) {
                altered();
            }
            elements.skipToComma();
        } while (cursor.takePunctuation(','));
    }

    private void rename() {
        if (cursor.take("to")) {
            newName = List.of(cursor.simpleName());
        } else if (!cursor.sees("constraint")) {
            cursor.take("column");
            changed.add(cursor.simpleName());
        }
    }

    private void dropped() {
        if (cursor.sees("constraint")) {
            return;
        }
        cursor.take("column");
        cursor.take("if", "exists");
        changed.add(cursor.simpleName());
    }

    private void altered() {
        if (cursor.sees("constraint")) {
            return;
        }
        cursor.take("column");
        String column = cursor.simpleName();
        if (cursor.sees("type") || cursor.sees("set", "data")) {
            changed.add(column);
        }
    }

    private void tables() {
        do {
            cursor.take("only");
            List<String> name = cursor.name();
            names.add(name);
            relations.add(name);
            cursor.takeOperator("*");
            cursor.skipParentheses();
        } while (cursor.takePunctuation(','));
    }

    private void comment() {
        cursor.expect("on");
        readKind();
        if (kind.equals("trigger") || kind.equals("policy") || kind.equals("rule") || kind.equals("constraint")) {
            named();
            cursor.expect("on");
            cursor.take("domain");
            relations.add(cursor.name());
            return;
        }
        List<String> name = cursor.name();
        names.add(name);
        if (kind.equals("column")) {
            if (name.size() == 1) {
                throw cursor.unexpected();
            }
            relations.add(name.subList(0, name.size() - 1));
        } else if (kind.endsWith("table")) {
            relations.add(name);
        }
    }

    /** Roles are granted without ON; privileges on something else than tables name their kind. */
    private void grant() {
        while (!cursor.atEnd() && !cursor.take("on")) {
            cursor.skip();
        }
        if (cursor.atEnd()) {
            kind = "role";
            return;
        }
        if (cursor.take("all")) {
            kind = "all " + cursor.simpleName();
            return;
        }
        if (cursor.tokens().isName(cursor.index() + 1)
                && !cursor.tokens().isWord(cursor.index() + 1, "to")
                && !cursor.tokens().isWord(cursor.index() + 1, "from")) {
            readKind();
        } else {
            kind = "table";
        }
        do {
            List<String> name = cursor.name();
            names.add(name);
            if (kind.equals("table")) {
                relations.add(name);
            }
            cursor.skipParentheses();
        } while (cursor.takePunctuation(','));
    }

    private void reindex() {
        cursor.skipParentheses();
        kind = cursor.simpleName();
        boolean concurrently = cursor.take("concurrently");
        outsideTransaction = concurrently || kind.equals("database") || kind.equals("system") || kind.equals("schema");
        named();
        if (kind.equals("table")) {
            relations.addAll(names);
        }
    }

    private void maintain() {
        kind = "table";
        outsideTransaction = verb.equals("vacuum");
        cursor.skipParentheses();
        while (cursor.takeAny("full", "freeze", "verbose", "analyze", "analyse", "skip_locked")) {
            // Options of the older syntax.
        }
        if (cursor.seesName()) {
            tables();
        } else {
            outsideTransaction |= verb.equals("cluster");
        }
    }

    private void refresh() {
        cursor.expect("materialized");
        cursor.expect("view");
        kind = "materialized view";
        cursor.take("concurrently");
        named();
    }
}
