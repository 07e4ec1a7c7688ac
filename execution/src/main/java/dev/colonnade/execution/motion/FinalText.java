package dev.colonnade.execution.motion;

import dev.colonnade.planner.plan.FinalQuery.Part;
import dev.colonnade.planner.plan.Fragment;
import dev.colonnade.planner.plan.PhysicalPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The text that the finisher runs.
 *
 * @param types of the columns of each fragment, as its databases described them
 */
record FinalText(PhysicalPlan.Staged plan, List<List<Integer>> types) {
    private static final int INT8 = 20;

    /** Whether every column's type unnests. */
    boolean unnests() {
        return types.stream().flatMap(List::stream).allMatch(ElementTypes::unnests);
    }

    /** With the rows as parameters behind the client's own. */
    String overParameters(int clientParameters) {
        StringBuilder sql = new StringBuilder();
        for (Part part : plan.then().parts()) {
            switch (part) {
                case Part.Text(String text) -> sql.append(text);
                case Part.Narrowed(int fragment, int column) -> sql.append(narrowing(fragment, column));
                case Part.Rows(int fragment) -> unnested(sql, fragment, clientParameters);
            }
        }
        return sql.toString();
    }

    /** With the rows in a temporary table. */
    String overTable(String table) {
        StringBuilder sql = new StringBuilder();
        for (Part part : plan.then().parts()) {
            switch (part) {
                case Part.Text(String text) -> sql.append(text);
                case Part.Narrowed(int fragment, int column) -> sql.append(narrowing(fragment, column));
                case Part.Rows(int fragment) -> selected(sql, fragment, table);
            }
        }
        return sql.toString();
    }

    /** Creates the table: the columns of all fragments side by side. */
    String creation(String table) {
        List<String> names = new ArrayList<>(List.of("_f"));
        List<String> columns = new ArrayList<>(List.of("0::pg_catalog.int2"));
        List<String> shapes = new ArrayList<>();
        for (int f = 0; f < plan.fragments().size(); f++) {
            columns.add("s" + f + ".*");
            shapes.add("(" + plan.fragments().get(f).shape() + ") AS s" + f);
            for (int c = 0; c < types.get(f).size(); c++) {
                names.add("_" + f + "_" + c);
            }
        }
        return "CREATE TEMPORARY TABLE " + table + " (" + String.join(", ", names) + ") ON COMMIT DROP AS SELECT "
                + String.join(", ", columns) + " FROM " + String.join(", ", shapes) + " WITH NO DATA";
    }

    private String narrowing(int fragment, int column) {
        return types.get(fragment).get(column) == INT8 ? "::pg_catalog.int8" : "";
    }

    private void unnested(StringBuilder sql, int fragment, int clientParameters) {
        int number = clientParameters + 1;
        for (int f = 0; f < fragment; f++) {
            number += types.get(f).size();
        }
        List<String> arrays = new ArrayList<>();
        for (int c = 0; c < types.get(fragment).size(); c++) {
            arrays.add("pg_catalog.unnest($" + (number + c) + ")");
        }
        Fragment rows = plan.fragments().get(fragment);
        sql.append('(');
        if (types.get(fragment).stream().anyMatch(ElementTypes::isCollatable)) {
            // an arm without rows, which gives the columns their collations
            sql.append(rows.shape()).append(" UNION ALL ");
        }
        sql.append("SELECT * FROM ROWS FROM (")
                .append(String.join(", ", arrays))
                .append(") AS _u (")
                .append(String.join(", ", quoted(rows.columns())))
                .append("))");
    }

    private void selected(StringBuilder sql, int fragment, String table) {
        List<String> names = quoted(plan.fragments().get(fragment).columns());
        sql.append("(SELECT ");
        for (int c = 0; c < names.size(); c++) {
            sql.append(c == 0 ? "" : ", ")
                    .append('_')
                    .append(fragment)
                    .append('_')
                    .append(c);
            sql.append(" AS ").append(names.get(c));
        }
        sql.append(" FROM ")
                .append(table)
                .append(" WHERE _f = ")
                .append(fragment)
                .append(')');
    }

    private static List<String> quoted(List<String> names) {
        return names.stream()
                .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                .toList();
    }
}
