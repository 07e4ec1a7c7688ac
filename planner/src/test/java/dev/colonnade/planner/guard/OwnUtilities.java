package dev.colonnade.planner.guard;

import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.sql.ParseOutcome;
import dev.colonnade.planner.sql.StatementParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** From our statements that are neither queries nor data-modifying to the form for comparison; statements inside them are read as well. */
final class OwnUtilities {
    private final String text;

    private OwnUtilities(String text) {
        this.text = text;
    }

    static Node of(String text, Statement statement) {
        return new OwnUtilities(text).node(statement);
    }

    private Node node(Statement statement) {
        return switch (statement) {
            case Statement.Transaction t ->
                Node.of("transaction " + t.kind() + (t.kind() == Statement.TransactionKind.BEGIN ? "" : " " + t.name())
                        + (t.chain() ? " chain" : ""));
            case Statement.Set set -> Node.of("set " + (set.local() ? "local " : "") + set.name());
            case Statement.Reset reset -> Node.of("reset " + reset.name());
            case Statement.Show show -> Node.of("show " + show.name());
            case Statement.Discard discard -> Node.of("discard " + discard.what());
            case Statement.Copy copy -> copy(copy);
            case Statement.Explain explain ->
                Node.of("explain " + names(explain.options().keySet()), body(explain.body()));
            case Statement.Prepare prepare ->
                Node.of("prepare " + prepare.name() + " " + prepare.types().size(), body(prepare.body()));
            case Statement.Execute execute -> execute(execute);
            case Statement.Deallocate deallocate -> Node.of("deallocate " + deallocate.name());
            case Statement.Ddl ddl -> ddl(ddl);
            case Statement.Other other -> Node.of("other");
            case Statement.Empty empty -> Node.of("empty");
            default -> throw new IllegalArgumentException(statement.toString());
        };
    }

    private static Set<String> names(Set<String> names) {
        return new TreeSet<>(names);
    }

    private Node body(Span span) {
        return read(span.of(text));
    }

    /** Read again by itself: places are those in the piece, so they aren't compared. */
    private static Node read(String sql) {
        if (!(StatementParser.parse(sql) instanceof ParseOutcome.Parsed parsed)) {
            return Node.of("refused");
        }
        Node node = OwnStatements.of(parsed.statement());
        return node == null ? of(sql, parsed.statement()) : node.anywhere();
    }

    private static Node expression(String sql) {
        Node select = read("SELECT " + sql);
        return select.label().equals("query")
                ? select.children().getFirst().children().getFirst().children().getFirst()
                : select;
    }

    private Node copy(Statement.Copy copy) {
        List<Node> parts = new ArrayList<>();
        if (copy.query() != null) {
            parts.add(body(copy.query()));
        }
        if (copy.where() != null) {
            parts.add(Node.of("where", expression(copy.where().of(text))));
        }
        String label = "copy " + (copy.table() == null ? "" : copy.table()) + " " + copy.columns()
                + (copy.from() ? " from" : " to") + (copy.stdio() ? " client " : " file ")
                + names(copy.options().keySet());
        return Node.of(label, parts);
    }

    private Node execute(Statement.Execute execute) {
        List<Node> arguments = new ArrayList<>();
        execute.arguments().forEach(span -> arguments.add(expression(span.of(text))));
        return Node.of("execute " + execute.name(), arguments);
    }

    private Node ddl(Statement.Ddl ddl) {
        List<Node> parts = new ArrayList<>();
        parts.add(Node.of("relations " + ddl.relations()));
        parts.add(Node.of("keys " + ddl.keys()));
        parts.add(Node.of("references " + ddl.references()));
        List<String> columns = new ArrayList<>();
        for (Statement.ColumnDefinition column : ddl.columns()) {
            columns.add(column.name() + " " + Types.ofOurs(column.type()) + (column.sequenced() ? " sequenced" : ""));
        }
        parts.add(Node.of("columns " + columns));
        parts.add(Node.of("of " + ddl.partitionOf()));
        if (ddl.body() != null) {
            parts.add(body(ddl.body()));
        }
        String label = "ddl " + ddl.verb() + " " + ddl.objectKind() + (ddl.concurrently() ? " alone" : "")
                + (ddl.temporary() ? " temporary" : "") + (ddl.ifExists() ? " if" : "");
        return Node.of(label.toLowerCase(Locale.ROOT), parts);
    }
}
