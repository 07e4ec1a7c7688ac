package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From PostgreSQL's expressions to the form for comparison. */
final class PgExpressions {
    private final PgStatements statements;

    PgExpressions(PgStatements statements) {
        this.statements = statements;
    }

    List<Node> list(JsonNode nodes) {
        List<Node> list = new ArrayList<>();
        nodes.forEach(node -> list.add(expr(node)));
        return list;
    }

    @Nullable
    Node optional(JsonNode node) {
        return node.isMissingNode() || node.isEmpty() ? null : expr(node);
    }

    Node expr(JsonNode node) {
        JsonNode body = Json.body(node);
        return switch (Json.kind(node)) {
            case "ColumnRef" -> column(body);
            case "A_Const" -> constant(body);
            case "ParamRef" -> Node.leaf("parameter " + body.path("number").asInt(), at(body));
            case "SetToDefault" -> Node.leaf("default", at(body));
            case "TypeCast" -> Node.of("cast " + Types.ofTheirs(body.path("typeName")), expr(body.path("arg")));
            case "BoolExpr" -> connective(body);
            case "A_Expr" -> operation(body);
            case "NullTest" ->
                Node.of("is " + Json.behind("IS_", Json.text(body, "nulltesttype")), expr(body.path("arg")));
            case "BooleanTest" ->
                Node.of("is " + Json.behind("IS_", Json.text(body, "booltesttype")), expr(body.path("arg")));
            case "FuncCall" -> call(body);
            case "CoalesceExpr" -> called("coalesce", body);
            case "MinMaxExpr" -> called(Json.behind("IS_", Json.text(body, "op")), body);
            case "GroupingFunc" -> called("grouping", body);
            case "MergeSupportFunc" -> called("merge_action", body);
            case "SQLValueFunction" -> valueFunction(body);
            case "SubLink" -> subLink(body);
            case "CaseExpr" -> choice(body);
            case "RowExpr" -> Node.of("row", list(body.path("args")));
            case "A_ArrayExpr" -> Node.of("array", list(body.path("elements")));
            case "CollateClause" -> Node.of("collate " + Json.strings(body.path("collname")), expr(body.path("arg")));
            case "A_Indirection" -> indirection(body);
            case "CurrentOfExpr" -> Node.of("current of " + Json.text(body, "cursor_name"));
            case "GroupingSet" -> groupingSet(body);
            case "NamedArgExpr" -> Node.of("named argument " + Json.text(body, "name"), expr(body.path("arg")));
            case "SelectStmt" -> statements.query(body);
            case "List" -> Node.of("row", list(body.path("items")));
            default -> PgSpecialForms.of(this, Json.kind(node), body);
        };
    }

    int at(JsonNode body) {
        return statements.offset(body.path("location").asInt(0));
    }

    private Node column(JsonNode body) {
        List<String> parts = Json.strings(body.path("fields"));
        return parts.getLast().equals("*")
                        && body.path("fields").path(parts.size() - 1).has("A_Star")
                ? Node.leaf("star " + parts.subList(0, parts.size() - 1), at(body))
                : Node.leaf("column " + parts, at(body));
    }

    private Node constant(JsonNode body) {
        String label;
        if (body.has("ival")) {
            label = "number " + body.path("ival").path("ival").asInt(0);
        } else if (body.has("fval")) {
            label = "number " + Types.number(Json.text(body.path("fval"), "fval"));
        } else if (body.has("sval")) {
            label = "string " + Json.text(body.path("sval"), "sval");
        } else if (body.has("bsval")) {
            label = "bits " + Json.text(body.path("bsval"), "bsval");
        } else if (body.has("boolval")) {
            label = body.path("boolval").path("boolval").asBoolean(false) ? "true" : "false";
        } else {
            label = "null";
        }
        return Node.leaf(label, at(body));
    }

    private Node connective(JsonNode body) {
        String label = Json.text(body, "boolop").replace("_EXPR", "").toLowerCase(Locale.ROOT);
        List<Node> operands = list(body.path("args"));
        return label.equals("not") ? Node.of(label, operands) : Node.connective(label, operands);
    }

    private Node operation(JsonNode body) {
        List<Node> operands = new ArrayList<>();
        JsonNode left = body.path("lexpr");
        if (!left.isMissingNode()) {
            operands.add(expr(left));
        }
        JsonNode right = body.path("rexpr");
        String name = operatorName(body.path("name"));
        boolean negated = name.startsWith("!") || name.equals("<>");
        String kind = Json.text(body, "kind").substring("AEXPR_".length());
        switch (kind) {
            case "IN" -> operands.addAll(list(right.path("List").path("items")));
            case "BETWEEN", "NOT_BETWEEN", "BETWEEN_SYM", "NOT_BETWEEN_SYM" ->
                operands.addAll(list(right.path("List").path("items")));
            default -> operands.add(expr(right));
        }
        String label = switch (kind) {
            case "OP" -> "operator " + name;
            case "OP_ANY" -> "any " + name;
            case "OP_ALL" -> "all " + name;
            case "DISTINCT" -> "is distinct from";
            case "NOT_DISTINCT" -> "is not distinct from";
            case "NULLIF" -> "call [nullif]";
            case "IN" -> negated ? "not in" : "in";
            case "LIKE" -> negated ? "not like" : "like";
            case "ILIKE" -> negated ? "not ilike" : "ilike";
            case "SIMILAR" -> negated ? "not similar to" : "similar to";
            case "BETWEEN_SYM" -> "between symmetric";
            case "NOT_BETWEEN_SYM" -> "not between symmetric";
            default -> kind.toLowerCase(Locale.ROOT).replace('_', ' ');
        };
        return Node.of(label, operands);
    }

    static String operatorName(JsonNode names) {
        List<String> parts = Json.strings(names);
        return String.join(
                ".", parts.size() == 2 && parts.getFirst().equals("pg_catalog") ? parts.subList(1, 2) : parts);
    }

    private Node call(JsonNode body) {
        List<Node> parts = new ArrayList<>(list(body.path("args")));
        if (body.path("agg_star").asBoolean()) {
            parts.add(Node.leaf("star []", -1));
        }
        if (body.path("func_variadic").asBoolean()) {
            parts.add(Node.of("variadic", parts.removeLast()));
        }
        Node.addList(parts, "order by", orderBy(body.path("agg_order")));
        Node.addOne(parts, "filter", optional(body.path("agg_filter")));
        JsonNode over = body.path("over");
        if (!over.isMissingNode()) {
            parts.add(window("over", over, !over.has("name")));
        }
        List<String> name = Json.strings(body.path("funcname"));
        List<String> plain = name.size() == 2 && name.getFirst().equals("pg_catalog") ? name.subList(1, 2) : name;
        String label = "call " + plain
                + (body.path("agg_distinct").asBoolean() ? " distinct" : "")
                + (body.path("agg_within_group").asBoolean() ? " within group" : "");
        boolean sqlSyntax = Json.text(body, "funcformat").equals("COERCE_SQL_SYNTAX");
        return new Node(label, sqlSyntax ? -1 : at(body), parts);
    }

    private Node called(String name, JsonNode body) {
        return new Node("call [" + name + "]", at(body), list(body.path("args")));
    }

    private Node valueFunction(JsonNode body) {
        String op = Json.behind("SVFOP_", Json.text(body, "op")).replace(' ', '_');
        boolean precision = op.endsWith("_n");
        String name = precision ? op.substring(0, op.length() - 2) : op;
        List<Node> arguments =
                precision ? List.of(Node.leaf("number " + body.path("typmod").asInt(0), -1)) : List.of();
        return new Node("call [" + name + "]", at(body), arguments);
    }

    Node window(String label, JsonNode window, boolean reference) {
        List<Node> parts = new ArrayList<>();
        Node.addList(parts, "partition by", list(window.path("partitionClause")));
        Node.addList(parts, "order by", orderBy(window.path("orderClause")));
        List<Node> frame = new ArrayList<>();
        for (String bound : List.of("startOffset", "endOffset")) {
            Node offset = optional(window.path(bound));
            if (offset != null) {
                frame.add(offset);
            }
        }
        Node.addList(parts, "frame", frame);
        String name = Json.text(window, reference ? "refname" : "name");
        return Node.of(label + (name.isEmpty() ? "" : " " + name), parts);
    }

    List<Node> orderBy(JsonNode keys) {
        List<Node> list = new ArrayList<>();
        for (JsonNode key : keys) {
            JsonNode body = key.path("SortBy");
            String direction = Json.text(body, "sortby_dir");
            String nulls = Json.text(body, "sortby_nulls");
            String label = "key" + (direction.equals("SORTBY_DESC") ? " desc" : "")
                    + (direction.equals("SORTBY_USING") ? " using " + operatorName(body.path("useOp")) : "")
                    + (nulls.equals("SORTBY_NULLS_DEFAULT") ? "" : " nulls " + Json.behind("SORTBY_NULLS_", nulls));
            list.add(Node.of(label, expr(body.path("node"))));
        }
        return list;
    }

    private Node subLink(JsonNode body) {
        Node query = expr(body.path("subselect"));
        String operator = operatorName(body.path("operName"));
        return switch (Json.text(body, "subLinkType")) {
            case "EXISTS_SUBLINK" -> Node.of("exists", query);
            case "ARRAY_SUBLINK" -> Node.of("array query", query);
            case "EXPR_SUBLINK" -> Node.of("subquery", query);
            case "ALL_SUBLINK" -> Node.of("all query " + operator, expr(body.path("testexpr")), query);
            default ->
                Node.of(operator.isEmpty() ? "in query" : "any query " + operator, expr(body.path("testexpr")), query);
        };
    }

    private Node choice(JsonNode body) {
        List<Node> parts = new ArrayList<>();
        Node.addOne(parts, "operand", optional(body.path("arg")));
        for (JsonNode when : body.path("args")) {
            JsonNode clause = when.path("CaseWhen");
            parts.add(Node.of("when", expr(clause.path("expr")), expr(clause.path("result"))));
        }
        Node.addOne(parts, "else", optional(body.path("defresult")));
        return Node.of("case", parts);
    }

    private Node indirection(JsonNode body) {
        List<Node> parts = new ArrayList<>(List.of(expr(body.path("arg"))));
        return Node.of(path(body.path("indirection"), parts), parts);
    }

    /** What the steps are; their expressions are added to {@code parts}. */
    String path(JsonNode steps, List<Node> parts) {
        StringBuilder path = new StringBuilder("indirection ");
        for (JsonNode step : steps) {
            JsonNode indices = step.path("A_Indices");
            if (indices.isMissingNode()) {
                path.append('.').append(step.has("A_Star") ? "*" : Json.text(step.path("String"), "sval"));
                continue;
            }
            Node lower = optional(indices.path("lidx"));
            Node upper = optional(indices.path("uidx"));
            boolean slice = indices.path("is_slice").asBoolean();
            path.append('[').append(lower == null ? "" : "_").append(slice ? ":" : "");
            path.append(upper == null ? "" : "_").append(']');
            if (lower != null) {
                parts.add(lower);
            }
            if (upper != null) {
                parts.add(upper);
            }
        }
        return path.toString();
    }

    private Node groupingSet(JsonNode body) {
        List<Node> content = list(body.path("content"));
        return switch (Json.text(body, "kind")) {
            case "GROUPING_SET_EMPTY" -> Node.of("row");
            case "GROUPING_SET_ROLLUP" -> Node.of("rollup", content);
            case "GROUPING_SET_CUBE" -> Node.of("cube", content);
            default -> Node.of("grouping sets", content);
        };
    }
}
