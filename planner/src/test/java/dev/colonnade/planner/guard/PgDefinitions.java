package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From PostgreSQL's definitions to the form for comparison. */
final class PgDefinitions {
    private static final Set<String> SERIAL =
            Set.of("serial", "serial2", "serial4", "serial8", "smallserial", "bigserial");

    private final PgUtilities utilities;
    private final List<List<String>> relations = new ArrayList<>();
    private final List<List<String>> keys = new ArrayList<>();
    private final List<List<String>> references = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();
    private List<String> parent = List.of();
    private boolean alone;
    private boolean temporary;

    PgDefinitions(PgUtilities utilities) {
        this.utilities = utilities;
    }

    @Nullable
    Node of(String kind, JsonNode body) {
        boolean exists = body.path("if_not_exists").asBoolean()
                || body.path("missing_ok").asBoolean();
        return switch (kind) {
            case "CreateStmt" -> {
                createTable(body);
                yield ddl("create table", exists, null);
            }
            case "CreateForeignTableStmt" -> {
                createTable(body.path("base"));
                yield ddl(
                        "create foreign table",
                        body.path("base").path("if_not_exists").asBoolean(),
                        null);
            }
            case "CreateTableAsStmt" -> {
                JsonNode table = body.path("into").path("rel");
                boolean view = Json.text(body, "objtype").equals("OBJECT_MATVIEW");
                if (!view) {
                    relations.add(PgStatements.name(table));
                }
                temporary = Json.text(table, "relpersistence").equals("t");
                yield ddl(view ? "create materialized view" : "create table", exists, body.path("query"));
            }
            case "ViewStmt" -> {
                temporary = Json.text(body.path("view"), "relpersistence").equals("t");
                yield ddl("create view", exists, unwrapped(body));
            }
            case "IndexStmt" -> {
                index(body);
                yield ddl("create index", exists, null);
            }
            case "DropStmt" -> drop(body, exists);
            case "AlterTableStmt" -> {
                if (!Json.text(body, "objtype").matches("OBJECT_(FOREIGN_)?TABLE")) {
                    yield null;
                }
                alterTable(body);
                yield ddl("alter " + Json.behind("OBJECT_", Json.text(body, "objtype")), exists, null);
            }
            case "TruncateStmt" -> {
                body.path("relations").forEach(r -> relations.add(PgStatements.name(r.path("RangeVar"))));
                yield ddl("truncate table", false, null);
            }
            case "LockStmt" -> {
                body.path("relations").forEach(r -> relations.add(PgStatements.name(r.path("RangeVar"))));
                yield ddl("lock table", false, null);
            }
            case "VacuumStmt" -> {
                body.path("rels")
                        .forEach(r -> relations.add(
                                PgStatements.name(r.path("VacuumRelation").path("relation"))));
                boolean vacuum = body.path("is_vacuumcmd").asBoolean();
                alone = vacuum;
                yield ddl(vacuum ? "vacuum table" : "analyze table", false, null);
            }
            case "CreateTrigStmt" -> {
                relations.add(PgStatements.name(body.path("relation")));
                if (body.has("constrrel")) {
                    references.add(PgStatements.name(body.path("constrrel")));
                }
                yield ddl("create trigger", false, null);
            }
            case "RuleStmt" -> {
                relations.add(PgStatements.name(body.path("relation")));
                yield ddl("create rule", false, null);
            }
            default -> null;
        };
    }

    /** CREATE RECURSIVE VIEW v is one of WITH RECURSIVE v AS (query) SELECT ... FROM v: the query, which is all that is written. */
    private static JsonNode unwrapped(JsonNode view) {
        JsonNode query = view.path("query");
        JsonNode select = query.path("SelectStmt");
        JsonNode cte = select.path("withClause").path("ctes").path(0).path("CommonTableExpr");
        String name = Json.text(view.path("view"), "relname");
        boolean recursive = Json.text(cte, "ctename").equals(name)
                && !select.has("whereClause")
                && Json.text(select.path("fromClause").path(0).path("RangeVar"), "relname")
                        .equals(name);
        return recursive ? cte.path("ctequery") : query;
    }

    private Node ddl(String label, boolean exists, @Nullable JsonNode body) {
        List<Node> parts = new ArrayList<>();
        parts.add(Node.of("relations " + relations));
        parts.add(Node.of("keys " + keys));
        parts.add(Node.of("references " + references));
        parts.add(Node.of("columns " + columns));
        parts.add(Node.of("of " + parent));
        if (body != null) {
            parts.add(utilities.inner(body));
        }
        return Node.of(
                "ddl " + label + (alone ? " alone" : "") + (temporary ? " temporary" : "") + (exists ? " if" : ""),
                parts);
    }

    private void createTable(JsonNode body) {
        JsonNode table = body.path("relation");
        relations.add(PgStatements.name(table));
        temporary = Json.text(table, "relpersistence").equals("t");
        JsonNode parents = body.path("inhRelations");
        if (!parents.isEmpty()) {
            parent = PgStatements.name(parents.path(0).path("RangeVar"));
        }
        body.path("tableElts").forEach(this::element);
    }

    private void element(JsonNode element) {
        JsonNode body = Json.body(element);
        switch (Json.kind(element)) {
            case "ColumnDef" -> column(body);
            case "Constraint" -> constraint(body, null);
            default -> {
                // LIKE adds nothing that is known here
            }
        }
    }

    private void column(JsonNode body) {
        String name = Json.text(body, "colname");
        boolean sequenced = false;
        for (JsonNode element : body.path("constraints")) {
            JsonNode constraint = element.path("Constraint");
            String type = Json.text(constraint, "contype");
            sequenced |= type.equals("CONSTR_IDENTITY")
                    || (type.equals("CONSTR_DEFAULT")
                            && constraint.path("raw_expr").toString().contains("\"nextval\""));
            constraint(constraint, name);
        }
        if (body.has("typeName")) {
            String type = Types.ofTheirs(body.path("typeName"));
            columns.add(name + " " + type + (sequenced || SERIAL.contains(type) ? " sequenced" : ""));
        }
    }

    private void constraint(JsonNode body, @Nullable String column) {
        switch (Json.text(body, "contype")) {
            case "CONSTR_PRIMARY", "CONSTR_UNIQUE" -> {
                if (!body.has("indexname")) {
                    keys.add(column == null ? Json.strings(body.path("keys")) : List.of(column));
                }
            }
            case "CONSTR_FOREIGN" -> references.add(PgStatements.name(body.path("pktable")));
            default -> {
                // says nothing about other rows
            }
        }
    }

    private void index(JsonNode body) {
        relations.add(PgStatements.name(body.path("relation")));
        alone = body.path("concurrent").asBoolean();
        if (body.path("unique").asBoolean()) {
            List<String> key = new ArrayList<>();
            for (JsonNode element : body.path("indexParams")) {
                if (element.path("IndexElem").has("name")) {
                    key.add(Json.text(element.path("IndexElem"), "name"));
                }
            }
            keys.add(key);
        }
    }

    private @Nullable Node drop(JsonNode body, boolean exists) {
        String kind = Json.behind("OBJECT_", Json.text(body, "removeType"));
        alone = body.path("concurrent").asBoolean();
        switch (kind) {
            case "table", "foreign table" ->
                body.path("objects")
                        .forEach(o -> relations.add(Json.strings(o.path("List").path("items"))));
            case "index", "view", "sequence" -> {
                // names only
            }
            default -> {
                return null;
            }
        }
        return ddl("drop " + kind, exists, null);
    }

    private void alterTable(JsonNode body) {
        relations.add(PgStatements.name(body.path("relation")));
        for (JsonNode element : body.path("cmds")) {
            JsonNode command = element.path("AlterTableCmd");
            JsonNode definition = command.path("def");
            switch (Json.text(command, "subtype")) {
                case "AT_AddColumn" -> column(definition.path("ColumnDef"));
                case "AT_AddConstraint" -> constraint(definition.path("Constraint"), null);
                case "AT_AddInherit" -> parent = PgStatements.name(definition.path("RangeVar"));
                case "AT_AttachPartition" ->
                    relations.add(
                            PgStatements.name(definition.path("PartitionCmd").path("name")));
                case "AT_DetachPartition", "AT_DetachPartitionFinalize" -> {
                    relations.add(
                            PgStatements.name(definition.path("PartitionCmd").path("name")));
                    alone |= definition.path("PartitionCmd").path("concurrent").asBoolean();
                }
                default -> {
                    // changes the table itself
                }
            }
        }
    }
}
