package dev.colonnade.planner.motion;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.plan.FinalQuery;
import dev.colonnade.planner.plan.FinalQuery.Part;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.AstNodes;
import dev.colonnade.planner.shape.ExprTree;
import dev.colonnade.planner.shape.Relation;
import dev.colonnade.planner.shape.Relations;
import dev.colonnade.planner.shape.World;
import dev.colonnade.planner.sql.Identifiers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Any query: its tables' rows are gathered, and the query as it is runs over them.
 *
 * <pre>
 *   Before: SELECT ... FROM a JOIN b ON a.x = b.y WHERE a.z > 1
 *   After:  SELECT ... FROM [x, z of a where z > 1] AS a JOIN [y of b] AS b ON a.x = b.y WHERE a.z > 1
 * </pre>
 *
 * <p>Every table is moved, reference tables too: the finisher must not see another moment, or miss what the client's transaction has written. Refuses
 * what a moved row hasn't: the row as a whole, object identifiers.
 */
public final class GatherTables {
    private final String text;
    private final Relations relations;
    private final Set<String> mentioned;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<GatheredTable> tables = new ArrayList<>();
    private final List<Set<Span>> places = new ArrayList<>();

    private GatherTables(String text, World world) {
        this.text = text;
        this.relations = new Relations(world);
        this.mentioned = Identifiers.in(text);
    }

    /** @throws PlanningException where it can't be done */
    public static Gathering of(String text, Query query, World world) {
        return new GatherTables(text, world).gather(query);
    }

    private Gathering gather(Query query) {
        List<Occurrence> occurrences = Occurrences.of(query);
        checkRows(AstNodes.of(query), occurrences);
        List<Edit> edits = new ArrayList<>();
        for (Occurrence occurrence : occurrences) {
            edits.add(new Edit(occurrence, fragment(occurrence)));
        }
        return new Gathering(tables, places, new FinalQuery(finalText(edits), List.of()));
    }

    /** A moved row has only the columns that are named, so nothing may mean all of it. */
    static void checkRows(AstNodes nodes, List<Occurrence> occurrences) {
        Set<String> qualifiers = occurrences.stream().map(Occurrence::qualifier).collect(Collectors.toSet());
        Set<Expr> listed = new LinkedHashSet<>();
        for (Query query : nodes.queries()) {
            if (query.body() instanceof Query.Select select) {
                select.items().forEach(item -> listed.add(item.expr()));
            }
        }
        for (Expr expr : nodes.exprs()) {
            if (expr instanceof Expr.ColumnRef reference && qualifiers.contains(reference.column())) {
                throw refuse(expr.span(), "\"" + reference.column() + "\" may mean a table's whole row.");
            }
            for (Expr child : ExprTree.children(expr)) {
                if (child instanceof Expr.Star star && !(star.qualifier().isEmpty() && expr instanceof Expr.Call)) {
                    throw refuse(child.span(), "It means a table's whole row.");
                }
            }
            if (expr instanceof Expr.Call call && call.simpleName().equals("pg_typeof")) {
                throw refuse(expr.span(), "Moved rows may have base types where the table has domains.");
            }
        }
    }

    private int fragment(Occurrence occurrence) {
        Query.Table table = occurrence.table();
        Relation relation = relations.resolve(table.name());
        RelationInfo info = info(relation, table);
        List<ColumnInfo> columns = info.columns().stream()
                .filter(column -> occurrence.allColumns() || mentioned.contains(column.name()))
                .toList();
        if (columns.isEmpty()) {
            columns = info.columns().subList(0, Math.min(1, info.columns().size()));
        }
        if (columns.isEmpty()) {
            throw refuse(table.span(), "The table has no columns.");
        }
        columns.forEach(column -> checkType(table, column));
        List<String> names =
                new ArrayList<>(columns.stream().map(ColumnInfo::name).toList());
        for (int i = 0; i < table.columnAliases().size() && i < names.size(); i++) {
            names.set(i, table.columnAliases().get(i));
        }
        String source = source(occurrence, relation, info, names);
        String key = source + '\n' + String.join("\n", names);
        Integer number = numbers.get(key);
        if (number == null) {
            number = tables.size();
            numbers.put(key, number);
            tables.add(new GatheredTable(relation, source, columns, names));
            places.add(new LinkedHashSet<>());
        }
        places.get(number).add(table.span());
        return number;
    }

    private RelationInfo info(Relation relation, Query.Table table) {
        RelationInfo info = Relations.infoOf(relation);
        if (info == null) {
            throw refuse(table.span(), "The columns of \"" + relation.name().name() + "\" aren't known.");
        }
        return info;
    }

    /** Object identifiers and the like are numbered by each database for itself. */
    private static void checkType(Query.Table table, ColumnInfo column) {
        String type = column.type().replace("[]", "");
        boolean internal = type.startsWith("reg")
                || type.startsWith("pg_")
                || Set.of("oid", "oidvector", "xid", "xid8", "cid", "tid", "aclitem", "txid_snapshot")
                        .contains(type);
        if (internal) {
            throw refuse(
                    table.span(),
                    "Column \"" + column.name() + "\" is of type " + type + ", whose values belong to one database.");
        }
    }

    /** {@code FROM s.t AS alias (...) WHERE ...}, in a derived table that the columns are taken of. */
    private String source(Occurrence occurrence, Relation relation, RelationInfo info, List<String> names) {
        Query.Table table = occurrence.table();
        StringBuilder sql = new StringBuilder(" FROM ");
        sql.append(table.only() ? "ONLY " : "");
        sql.append(GatheredTable.quoted(relation.name().schema()))
                .append('.')
                .append(GatheredTable.quoted(relation.name().name()));
        List<Expr> filters = Filters.of(
                occurrence,
                names(table, info)::contains,
                column -> occurrence.amongUnknown()
                        || occurrence.others().stream().anyMatch(other -> mayHave(other, column)));
        // the conditions say the table's name or alias; without any the same rows serve all occurrences
        String alias = filters.isEmpty() ? "_t" : occurrence.qualifier();
        sql.append(" AS ").append(GatheredTable.quoted(alias));
        if (!table.columnAliases().isEmpty()) {
            sql.append(table.columnAliases().stream()
                    .map(GatheredTable::quoted)
                    .collect(Collectors.joining(", ", " (", ")")));
        }
        for (int i = 0; i < filters.size(); i++) {
            sql.append(i == 0 ? " WHERE (" : " AND (")
                    .append(filters.get(i).span().of(text))
                    .append(')');
        }
        return "SELECT " + names.stream().map(GatheredTable::quoted).collect(Collectors.joining(", ")) + sql;
    }

    private static Set<String> names(Query.Table table, RelationInfo info) {
        List<String> names =
                new ArrayList<>(info.columns().stream().map(ColumnInfo::name).toList());
        for (int i = 0; i < table.columnAliases().size() && i < names.size(); i++) {
            names.set(i, table.columnAliases().get(i));
        }
        return Set.copyOf(names);
    }

    /** Whether an item of FROM may have a column of this name, for all that is known. */
    private boolean mayHave(Query.Table table, String column) {
        RelationInfo info = knownInfo(table);
        return info == null || names(table, info).contains(column);
    }

    private @Nullable RelationInfo knownInfo(Query.Table table) {
        return switch (relations.resolve(table.name())) {
            case Relation.Sharded sharded -> sharded.info();
            case Relation.Reference reference -> reference.info();
            default -> null;
        };
    }

    private record Edit(Occurrence occurrence, int fragment) {}

    private List<Part> finalText(List<Edit> edits) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        List<Edit> inOrder = edits.stream()
                .sorted(Comparator.comparingInt(
                        (Edit edit) -> edit.occurrence().replaced().start()))
                .toList();
        for (Edit edit : inOrder) {
            Span span = edit.occurrence().replaced();
            parts.add(new Part.Text(
                    text.substring(at, span.start()) + (edit.occurrence().wholeBlock() ? "SELECT * FROM " : "")));
            parts.add(new Part.Rows(edit.fragment()));
            parts.add(new Part.Text(
                    " AS " + GatheredTable.quoted(edit.occurrence().qualifier())));
            at = span.end();
        }
        parts.add(new Part.Text(text.substring(at)));
        return parts;
    }

    private static PlanningException refuse(Span place, String why) {
        return Refusals.refuse(
                place,
                RefusalCode.SUBQUERY_NOT_COLOCATED,
                "cannot move these rows to one database",
                why,
                "Give a value for the shard key, or name the columns.");
    }
}
