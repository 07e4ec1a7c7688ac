package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's nodes for the XML and JSON forms of the standard. */
final class PgSpecialForms {
    private PgSpecialForms() {}

    static Node of(PgExpressions expressions, String kind, JsonNode body) {
        return switch (kind) {
            case "JsonIsPredicate" -> {
                String type = Json.behind("JS_TYPE_", Json.text(body, "item_type"));
                yield Node.of(
                        (type.equals("any") ? "is json" : "is json " + type)
                                + (body.path("unique_keys").asBoolean() ? " with unique" : ""),
                        expressions.expr(body.path("expr")));
            }
            case "XmlExpr" -> xml(expressions, body);
            default -> Node.of("not comparable: " + kind);
        };
    }

    private static Node xml(PgExpressions expressions, JsonNode body) {
        String op = Json.behind("IS_", Json.text(body, "op"));
        List<Node> arguments = new ArrayList<>(expressions.list(body.path("args")));
        return op.equals("document") ? Node.of("is document", arguments) : Node.of("not comparable: " + op, arguments);
    }
}
