package dev.colonnade.planner.motion;

import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.shape.AstNodes;
import dev.colonnade.planner.shape.Relation;
import dev.colonnade.planner.shape.Relations;
import dev.colonnade.planner.shape.World;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Views over sharded tables: each database's view would show its own rows only, and no more is known of them than that. The view's query stands for it:
 * {@code FROM v AS x} becomes {@code FROM (SELECT ...) AS x}.
 *
 * <p>Leaves alone: views that other statements than queries name, locks, whole rows of a view. Those stay refused.
 */
public final class ExpandViews {
    private ExpandViews() {}

    /** The text with the views' queries; the same string where there is nothing to do, or nothing that can be done. */
    public static String inText(Statement statement, String text, World world) {
        if (!(statement instanceof Statement.Select select)) {
            return text;
        }
        Relations relations = new Relations(world);
        AstNodes nodes = AstNodes.of(statement);
        boolean views = nodes.tables().stream().anyMatch(table -> isView(relations, table));
        if (!views || nodes.queries().stream().anyMatch(query -> !query.locks().isEmpty())) {
            return text;
        }
        try {
            List<Occurrence> named = Occurrences.of(select.query()).stream()
                    .filter(occurrence -> isView(relations, occurrence.table()))
                    .sorted(Comparator.comparingInt(
                            occurrence -> occurrence.replaced().start()))
                    .toList();
            GatherTables.checkRows(nodes, named);
            return replaced(text, named, relations);
        } catch (PlanningException notForQueries) {
            return text;
        }
    }

    private static boolean isView(Relations relations, Query.Table table) {
        return !table.only()
                && relations.resolve(table.name()) instanceof Relation.ShardedView view
                && !view.info().definition().isEmpty()
                && !view.info().hiddenBehaviour();
    }

    private static String replaced(String text, List<Occurrence> named, Relations relations) {
        StringBuilder sql = new StringBuilder(text.length() + 200);
        int at = 0;
        for (Occurrence occurrence : named) {
            if (relations.resolve(occurrence.table().name()) instanceof Relation.ShardedView view) {
                Span span = occurrence.replaced();
                sql.append(text, at, span.start())
                        .append(occurrence.wholeBlock() ? "SELECT * FROM (" : "(")
                        .append(view.info().definition().strip().replaceFirst(";$", ""))
                        .append(") AS ")
                        .append(GatheredTable.quoted(occurrence.qualifier()));
                List<String> columns = occurrence.table().columnAliases();
                if (!columns.isEmpty()) {
                    sql.append(
                            columns.stream().map(GatheredTable::quoted).collect(Collectors.joining(", ", " (", ")")));
                }
                at = span.end();
            }
        }
        return sql.append(text, at, text.length()).toString();
    }
}
