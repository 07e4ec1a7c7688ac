package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From PostgreSQL's queries and data-modifying statements to the form for comparison. */
final class PgStatements {
    private final int[] offsets;
    private final PgExpressions expressions = new PgExpressions(this);

    private PgStatements(String text) {
        offsets = offsets(text);
    }

    /** {@code statement} is what {@code text} was read as. Null for statements of other kinds. */
    static @Nullable Node of(String text, JsonNode statement) {
        return new PgStatements(text).statement(statement);
    }

    /** UTF-16 offsets by offset in UTF-8. */
    private static int[] offsets(String text) {
        int[] table = new int[text.getBytes(StandardCharsets.UTF_8).length + 1];
        int at = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            for (int j = 0; j < bytes && at < table.length; j++) {
                table[at++] = i;
            }
            i += Character.charCount(point);
        }
        table[table.length - 1] = text.length();
        return table;
    }

    int offset(int location) {
        return location < 0 || location >= offsets.length ? -1 : offsets[location];
    }

    private @Nullable Node statement(JsonNode node) {
        JsonNode body = Json.body(node);
        return switch (Json.kind(node)) {
            case "SelectStmt" -> query(body);
            case "InsertStmt" -> insert(body);
            case "UpdateStmt" -> update(body);
            case "DeleteStmt" -> delete(body);
            case "MergeStmt" -> merge(body);
            default -> null;
        };
    }

    Node query(JsonNode body) {
        List<Node> parts = new ArrayList<>();
        with(parts, body);
        parts.add(body(body));
        Node.addList(parts, "order by", expressions.orderBy(body.path("sortClause")));
        Node limit = expressions.optional(body.path("limitCount"));
        if (limit != null && !limit.label().equals("null")) {
            boolean ties = Json.text(body, "limitOption").equals("LIMIT_OPTION_WITH_TIES");
            Node.addOne(parts, ties ? "limit with ties" : "limit", limit);
        }
        Node.addOne(parts, "offset", expressions.optional(body.path("limitOffset")));
        for (JsonNode lock : body.path("lockingClause")) {
            parts.add(lock(lock.path("LockingClause")));
        }
        return Node.of("query", parts);
    }

    private static Node lock(JsonNode lock) {
        List<String> of = new ArrayList<>();
        lock.path("lockedRels").forEach(table -> of.add(Json.text(table.path("RangeVar"), "relname")));
        String strength = switch (Json.text(lock, "strength")) {
            case "LCS_FORUPDATE" -> "update";
            case "LCS_FORNOKEYUPDATE" -> "no key update";
            case "LCS_FORSHARE" -> "share";
            default -> "key share";
        };
        String waiting = switch (Json.text(lock, "waitPolicy")) {
            case "LockWaitSkip" -> "skip locked";
            case "LockWaitError" -> "nowait";
            default -> "";
        };
        return Node.of(("lock " + strength + " " + of + " " + waiting).strip());
    }

    private void with(List<Node> parts, JsonNode body) {
        JsonNode with = body.path("withClause");
        List<Node> list = new ArrayList<>();
        for (JsonNode element : with.path("ctes")) {
            JsonNode cte = element.path("CommonTableExpr");
            Node statement = statement(cte.path("ctequery"));
            String label = "cte " + Json.text(cte, "ctename") + " " + Json.strings(cte.path("aliascolnames"))
                    + (cte.has("search_clause") || cte.has("cycle_clause") ? " searched" : "");
            list.add(Node.of(label, statement == null ? List.of() : List.of(statement)));
        }
        Node.addList(parts, with.path("recursive").asBoolean() ? "with recursive" : "with", list);
    }

    private Node body(JsonNode body) {
        String op = Json.behind("SETOP_", Json.text(body, "op"));
        if (!op.equals("none")) {
            String label = op + (body.path("all").asBoolean() ? " all" : "");
            return Node.of(label, query(body.path("larg")), query(body.path("rarg")));
        }
        return body.has("valuesLists") ? Node.of("values", expressions.list(body.path("valuesLists"))) : select(body);
    }

    private Node select(JsonNode body) {
        List<Node> parts = new ArrayList<>();
        JsonNode distinct = body.path("distinctClause");
        if (distinct.size() == 1 && distinct.path(0).isEmpty()) {
            parts.add(Node.of("distinct"));
        } else {
            Node.addList(parts, "distinct on", expressions.list(distinct));
        }
        parts.addAll(items(body.path("targetList")));
        if (body.has("intoClause")) {
            parts.add(Node.of("into"));
        }
        Node.addList(parts, "from", from(body.path("fromClause")));
        Node.addOne(parts, "where", expressions.optional(body.path("whereClause")));
        Node.addList(
                parts,
                body.path("groupDistinct").asBoolean() ? "group by distinct" : "group by",
                expressions.list(body.path("groupClause")));
        Node.addOne(parts, "having", expressions.optional(body.path("havingClause")));
        for (JsonNode element : body.path("windowClause")) {
            JsonNode window = element.path("WindowDef");
            parts.add(expressions.window("window " + Json.text(window, "name") + " as", window, true));
        }
        return Node.of("select", parts);
    }

    private List<Node> items(JsonNode list) {
        List<Node> items = new ArrayList<>();
        for (JsonNode element : list) {
            JsonNode item = element.path("ResTarget");
            String name = Json.text(item, "name");
            items.add(new Node(
                    item.has("name") ? "item as " + name : "item",
                    expressions.at(item),
                    List.of(expressions.expr(item.path("val")))));
        }
        return items;
    }

    private List<Node> from(JsonNode list) {
        List<Node> items = new ArrayList<>();
        list.forEach(item -> items.add(fromItem(item)));
        return items;
    }

    private Node fromItem(JsonNode node) {
        JsonNode body = Json.body(node);
        return switch (Json.kind(node)) {
            case "RangeVar" -> table(body, "");
            case "RangeTableSample" -> {
                Node table = table(body.path("relation").path("RangeVar"), " sampled");
                List<Node> arguments = new ArrayList<>(expressions.list(body.path("args")));
                Node seed = expressions.optional(body.path("repeatable"));
                if (seed != null) {
                    arguments.add(seed);
                }
                yield new Node(table.label(), table.position(), arguments);
            }
            case "RangeSubselect" ->
                Node.of(
                        (body.path("lateral").asBoolean() ? "lateral" : "derived") + alias(body),
                        expressions.expr(body.path("subquery")));
            case "RangeFunction" -> function(body);
            case "JoinExpr" -> join(body);
            default -> {
                Node call = PgSpecialForms.table(expressions, Json.kind(node), body);
                yield call == null
                        ? Node.of("not comparable: " + Json.kind(node))
                        : Node.of("function" + alias(body), call);
            }
        };
    }

    private Node table(JsonNode body, String sampled) {
        String label = "table " + name(body) + alias(body) + (body.path("inh").asBoolean() ? "" : " only") + sampled;
        return Node.leaf(label, expressions.at(body));
    }

    static Node expression(String text, JsonNode node) {
        return new PgStatements(text).expressions.expr(node).anywhere();
    }

    static List<String> name(JsonNode table) {
        List<String> name = new ArrayList<>();
        for (String part : List.of("catalogname", "schemaname", "relname")) {
            if (table.has(part)) {
                name.add(Json.text(table, part));
            }
        }
        return name;
    }

    private static String alias(JsonNode body) {
        JsonNode alias = body.path("alias");
        List<String> columns = new ArrayList<>(Json.strings(alias.path("colnames")));
        for (JsonNode definition : body.path("coldeflist")) {
            columns.add(Json.text(definition.path("ColumnDef"), "colname"));
        }
        String name = Json.text(alias, "aliasname");
        return (name.isEmpty() ? "" : " as " + name) + (columns.isEmpty() ? "" : " " + columns);
    }

    private Node function(JsonNode body) {
        List<Node> calls = new ArrayList<>();
        for (JsonNode function : body.path("functions")) {
            calls.add(expressions.expr(function.path("List").path("items").path(0)));
        }
        boolean ordinality = body.path("ordinality").asBoolean();
        return Node.of((ordinality ? "function with ordinality" : "function") + alias(body), calls);
    }

    private Node join(JsonNode body) {
        List<String> using = Json.strings(body.path("usingClause"));
        JsonNode usingAlias = body.path("join_using_alias");
        String label = "join " + Json.behind("JOIN_", Json.text(body, "jointype"))
                + (body.path("isNatural").asBoolean() ? " natural" : "")
                + (using.isEmpty() ? "" : " using " + using)
                + (usingAlias.isMissingNode() ? "" : " using as " + Json.text(usingAlias, "aliasname"))
                + alias(body);
        List<Node> parts = new ArrayList<>(List.of(fromItem(body.path("larg")), fromItem(body.path("rarg"))));
        Node.addOne(parts, "on", expressions.optional(body.path("quals")));
        return Node.of(label, parts);
    }

    private Node insert(JsonNode body) {
        List<Node> parts = new ArrayList<>();
        with(parts, body);
        JsonNode source = body.path("selectStmt");
        Node.addOne(parts, "source", source.isMissingNode() ? null : expressions.expr(source));
        if (body.has("onConflictClause")) {
            parts.add(conflict(body.path("onConflictClause")));
        }
        Node.addList(parts, "returning", items(body.path("returningList")));
        List<String> columns = new ArrayList<>();
        body.path("cols").forEach(column -> columns.add(Json.text(column.path("ResTarget"), "name")));
        String overriding = switch (Json.text(body, "override")) {
            case "OVERRIDING_USER_VALUE" -> " overriding user";
            case "OVERRIDING_SYSTEM_VALUE" -> " overriding system";
            default -> "";
        };
        JsonNode table = body.path("relation");
        String label = "insert " + name(table) + alias(table) + " columns " + columns + overriding;
        return new Node(label, expressions.at(table), parts);
    }

    private Node conflict(JsonNode body) {
        List<Node> parts = new ArrayList<>();
        JsonNode infer = body.path("infer");
        List<Node> target = new ArrayList<>();
        for (JsonNode element : infer.path("indexElems")) {
            JsonNode index = element.path("IndexElem");
            Node key = index.has("name")
                    ? Node.leaf("column [" + Json.text(index, "name") + "]", -1)
                    : expressions.expr(index.path("expr"));
            List<String> collation = Json.strings(index.path("collation"));
            target.add(collation.isEmpty() ? key : Node.of("collate " + collation, key));
        }
        Node.addList(parts, "target", target);
        Node.addOne(parts, "target where", expressions.optional(infer.path("whereClause")));
        parts.addAll(assignments(body.path("targetList")));
        Node.addOne(parts, "where", expressions.optional(body.path("whereClause")));
        String constraint = infer.has("conname") ? " on constraint " + Json.text(infer, "conname") : "";
        boolean update = Json.text(body, "action").equals("ONCONFLICT_UPDATE");
        return Node.of("conflict" + constraint + (update ? " update" : " nothing"), parts);
    }

    private List<Node> assignments(JsonNode list) {
        List<Node> assignments = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode first = list.path(i).path("ResTarget").path("val").path("MultiAssignRef");
            int columns = first.isMissingNode() ? 1 : first.path("ncolumns").asInt();
            List<String> names = new ArrayList<>();
            List<Node> elements = new ArrayList<>();
            boolean whole = true;
            for (int j = 0; j < columns; j++) {
                JsonNode target = list.path(i + j).path("ResTarget");
                names.add(Json.text(target, "name"));
                whole &= !target.has("indirection");
                expressions.path(target.path("indirection"), elements);
            }
            Node value = expressions.expr(
                    first.isMissingNode() ? list.path(i).path("ResTarget").path("val") : first.path("source"));
            elements.addFirst(value);
            assignments.add(Node.of("set " + names, whole ? value : Node.of("assignment to an element", elements)));
            i += columns - 1;
        }
        return assignments;
    }

    private Node update(JsonNode body) {
        List<Node> parts = new ArrayList<>();
        with(parts, body);
        parts.add(table(body.path("relation"), ""));
        parts.addAll(assignments(body.path("targetList")));
        Node.addList(parts, "from", from(body.path("fromClause")));
        Node.addOne(parts, "where", expressions.optional(body.path("whereClause")));
        Node.addList(parts, "returning", items(body.path("returningList")));
        return Node.of("update", parts);
    }

    private Node delete(JsonNode body) {
        List<Node> parts = new ArrayList<>();
        with(parts, body);
        parts.add(table(body.path("relation"), ""));
        Node.addList(parts, "using", from(body.path("usingClause")));
        Node.addOne(parts, "where", expressions.optional(body.path("whereClause")));
        Node.addList(parts, "returning", items(body.path("returningList")));
        return Node.of("delete", parts);
    }

    private Node merge(JsonNode body) {
        List<Node> parts = new ArrayList<>();
        with(parts, body);
        parts.add(table(body.path("relation"), ""));
        parts.add(Node.of("source", fromItem(body.path("sourceRelation"))));
        parts.add(Node.of("on", expressions.expr(body.path("joinCondition"))));
        List<Node> actions = new ArrayList<>();
        for (JsonNode element : body.path("mergeWhenClauses")) {
            JsonNode when = element.path("MergeWhenClause");
            if (when.has("condition")) {
                actions.add(expressions.expr(when.path("condition")));
            }
            if (when.has("values")) {
                actions.add(Node.of("row", expressions.list(when.path("values"))));
            } else if (Json.text(when, "commandType").equals("CMD_UPDATE")) {
                assignments(when.path("targetList")).forEach(assignment -> actions.addAll(assignment.children()));
            }
        }
        Node.addList(parts, "actions", actions);
        Node.addList(parts, "returning", items(body.path("returningList")));
        return Node.of("merge", parts);
    }
}
