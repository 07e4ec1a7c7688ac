package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** From PostgreSQL's other statements to the form for comparison: those whose details decide where they run. */
final class PgUtilities {
    private final String text;

    PgUtilities(String text) {
        this.text = text;
    }

    /** Null for kinds of which only the kind matters. */
    static @Nullable Node of(String text, JsonNode statement) {
        PgUtilities utilities = new PgUtilities(text);
        JsonNode body = Json.body(statement);
        return switch (Json.kind(statement)) {
            case "TransactionStmt" -> transaction(body);
            case "VariableSetStmt" -> set(body);
            case "VariableShowStmt" -> Node.of("show " + setting(body));
            case "DiscardStmt" -> Node.of("discard " + Json.behind("DISCARD_", Json.text(body, "target")));
            case "CopyStmt" -> utilities.copy(body);
            case "ExplainStmt" -> Node.of("explain " + options(body), utilities.inner(body.path("query")));
            case "PrepareStmt" ->
                Node.of(
                        "prepare " + Json.text(body, "name") + " "
                                + body.path("argtypes").size(),
                        utilities.inner(body.path("query")));
            case "ExecuteStmt" -> utilities.execute(body);
            case "DeallocateStmt" -> Node.of("deallocate " + (body.has("name") ? Json.text(body, "name") : null));
            default -> new PgDefinitions(utilities).of(Json.kind(statement), body);
        };
    }

    Node inner(JsonNode statement) {
        Node node = PgStatements.of(text, statement);
        if (node != null) {
            return node.anywhere();
        }
        Node utility = of(text, statement);
        return utility == null ? Node.of("other") : utility;
    }

    private static Node transaction(JsonNode body) {
        String kind = Json.text(body, "kind").substring("TRANS_STMT_".length());
        boolean chain = body.path("chain").asBoolean();
        if (kind.equals("BEGIN") || kind.equals("START")) {
            return Node.of("transaction BEGIN");
        }
        String name = kind.endsWith("PREPARED") || kind.equals("PREPARE") ? "gid" : "savepoint_name";
        return Node.of("transaction " + (kind.equals("PREPARE") ? "PREPARE_TRANSACTION" : kind) + " "
                + (body.has(name) ? Json.text(body, name) : null) + (chain ? " chain" : ""));
    }

    private static Node set(JsonNode body) {
        String kind = Json.text(body, "kind");
        if (kind.equals("VAR_RESET_ALL")) {
            return Node.of("reset all");
        }
        String name = setting(body);
        return kind.equals("VAR_RESET")
                ? Node.of("reset " + name)
                : Node.of("set " + (body.path("is_local").asBoolean() ? "local " : "") + name);
    }

    private static String setting(JsonNode body) {
        String name = Json.text(body, "name").toLowerCase(Locale.ROOT);
        return name.equals("transaction snapshot") ? "transaction" : name;
    }

    private static Set<String> options(JsonNode body) {
        Set<String> names = new TreeSet<>();
        for (JsonNode option : body.path("options")) {
            names.add(Json.text(option.path("DefElem"), "defname"));
        }
        return names;
    }

    private Node copy(JsonNode body) {
        List<Node> parts = new ArrayList<>();
        if (body.has("query")) {
            parts.add(inner(body.path("query")));
        }
        if (body.has("whereClause")) {
            parts.add(Node.of("where", PgStatements.expression(text, body.path("whereClause"))));
        }
        boolean client = !body.has("filename");
        String label = "copy " + (body.has("relation") ? PgStatements.name(body.path("relation")) : "") + " "
                + Json.strings(body.path("attlist")) + (body.path("is_from").asBoolean() ? " from" : " to")
                + (client ? " client " : " file ") + options(body);
        return Node.of(label, parts);
    }

    private Node execute(JsonNode body) {
        List<Node> arguments = new ArrayList<>();
        body.path("params").forEach(param -> arguments.add(PgStatements.expression(text, param)));
        return Node.of("execute " + Json.text(body, "name"), arguments);
    }
}
