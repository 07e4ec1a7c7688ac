package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's nodes for the XML and JSON forms of the standard: as calls, with their expressions in the order of the text. */
final class PgSpecialForms {
    private static final Map<String, String> NAMES = Map.of(
            "JsonObjectConstructor", "json_object",
            "JsonArrayConstructor", "json_array",
            "JsonArrayQueryConstructor", "json_array",
            "JsonObjectAgg", "json_objectagg",
            "JsonArrayAgg", "json_arrayagg",
            "JsonParseExpr", "json",
            "JsonScalarExpr", "json_scalar",
            "JsonSerializeExpr", "json_serialize",
            "XmlSerialize", "xmlserialize");

    private final PgExpressions expressions;
    private final List<Node> parts = new ArrayList<>();

    private PgSpecialForms(PgExpressions expressions) {
        this.expressions = expressions;
    }

    static Node of(PgExpressions expressions, String kind, JsonNode body) {
        PgSpecialForms forms = new PgSpecialForms(expressions);
        if (kind.equals("JsonIsPredicate")) {
            String type = Json.behind("JS_TYPE_", Json.text(body, "item_type"));
            return Node.of(
                    (type.equals("any") ? "is json" : "is json " + type)
                            + (body.path("unique_keys").asBoolean() ? " with unique" : ""),
                    expressions.expr(body.path("expr")));
        }
        if (kind.equals("XmlExpr")) {
            return forms.xml(body);
        }
        String name = kind.equals("JsonFuncExpr")
                ? Json.behind("", Json.text(body, "op").replace("_OP", "")).replace(' ', '_')
                : NAMES.get(kind);
        if (name == null) {
            return Node.of("not comparable: " + kind);
        }
        forms.json(body);
        return Node.of("call [" + name + "]", forms.parts);
    }

    /** JSON_TABLE and XMLTABLE. */
    static @Nullable Node table(PgExpressions expressions, String kind, JsonNode body) {
        PgSpecialForms forms = new PgSpecialForms(expressions);
        switch (kind) {
            case "JsonTable" -> {
                forms.json(body);
                return Node.of("call [json_table]", forms.parts);
            }
            case "RangeTableFunc" -> {
                body.path("namespaces")
                        .forEach(n -> forms.add(n.path("ResTarget").path("val")));
                List<Node> namespaces = List.copyOf(forms.parts);
                forms.parts.clear();
                if (!namespaces.isEmpty()) {
                    forms.parts.add(Node.of("call [xmlnamespaces]", namespaces));
                }
                forms.add(body.path("rowexpr"));
                forms.add(body.path("docexpr"));
                for (JsonNode column : body.path("columns")) {
                    forms.add(column.path("RangeTableFuncCol").path("colexpr"));
                    forms.add(column.path("RangeTableFuncCol").path("coldefexpr"));
                }
                return Node.of("call [xmltable]", forms.parts);
            }
            default -> {
                return null;
            }
        }
    }

    private void json(JsonNode body) {
        add(body.path("context_item"));
        add(body.path("pathspec"));
        body.path("passing").forEach(this::add);
        body.path("exprs").forEach(this::add);
        add(body.path("expr"));
        add(body.path("query"));
        add(body.path("arg"));
        body.path("columns").forEach(this::add);
        add(body.path("on_empty").path("expr"));
        add(body.path("on_error").path("expr"));
        JsonNode aggregate = body.path("constructor");
        Node.addList(parts, "order by", expressions.orderBy(aggregate.path("agg_order")));
        Node.addOne(parts, "filter", expressions.optional(aggregate.path("agg_filter")));
        JsonNode over = aggregate.path("over");
        if (!over.isMissingNode()) {
            parts.add(expressions.window("over", over, !over.has("name")));
        }
    }

    /** Adds the expressions in a node that wraps them, or one itself. */
    private void add(JsonNode node) {
        if (node.isMissingNode() || node.isEmpty()) {
            return;
        }
        if (node.has("raw_expr")) {
            add(node.path("raw_expr"));
            return;
        }
        if (node.has("key") && node.has("value")) {
            add(node.path("key"));
            add(node.path("value"));
            return;
        }
        if (node.has("string")) {
            add(node.path("string"));
            return;
        }
        JsonNode body = Json.body(node);
        switch (Json.kind(node)) {
            case "JsonValueExpr" -> add(body.path("raw_expr"));
            case "JsonArgument" -> add(body.path("val"));
            case "JsonKeyValue" -> add(body);
            case "JsonTableColumn" -> json(body);
            case "JsonTablePathSpec" -> add(body.path("string"));
            default -> parts.add(expressions.expr(node));
        }
    }

    private Node xml(JsonNode body) {
        String op = Json.behind("IS_", Json.text(body, "op"));
        List<Node> arguments = new ArrayList<>();
        body.path("named_args")
                .forEach(named ->
                        arguments.add(expressions.expr(named.path("ResTarget").path("val"))));
        if (op.equals("document")) {
            return Node.of("is document", expressions.list(body.path("args")));
        }
        if (op.equals("xmlelement") && !arguments.isEmpty()) {
            List<Node> attributes = List.copyOf(arguments);
            arguments.clear();
            arguments.add(Node.of("call [xmlattributes]", attributes));
        }
        arguments.addAll(expressions.list(body.path("args")));
        if (op.equals("xmlparse")) {
            arguments.removeLast(); // whether whitespace is kept
        }
        if (op.equals("xmlroot")) {
            arguments.removeLast(); // STANDALONE
            if (arguments.getLast().label().equals("null")) {
                arguments.removeLast(); // VERSION NO VALUE
            }
        }
        return Node.of("call [" + op + "]", arguments);
    }
}
