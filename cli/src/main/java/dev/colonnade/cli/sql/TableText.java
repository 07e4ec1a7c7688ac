package dev.colonnade.cli.sql;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints a result as a table with aligned columns, numbers to the right. Column widths come from the first {@link #ROWS_MEASURED} rows, so
 * that memory stays bounded; a longer value further down only shifts its own line.
 */
final class TableText {
    private static final int ROWS_MEASURED = 2_000;
    private static final String NULL = "NULL";

    private final List<String> names = new ArrayList<>();
    private final List<Boolean> numeric = new ArrayList<>();
    private final int[] widths;

    private TableText(ResultSetMetaData columns) throws SQLException {
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(visible(columns.getColumnLabel(i)));
            numeric.add(isNumeric(columns.getColumnType(i)));
        }
        widths = names.stream().mapToInt(TableText::width).toArray();
    }

    /** Prints all rows that are left and returns their number. */
    static long print(ResultSet rows, PrintWriter out) throws SQLException {
        TableText table = new TableText(rows.getMetaData());
        List<List<String>> page = table.page(rows);
        for (List<String> row : page) {
            for (int i = 0; i < row.size(); i++) {
                table.widths[i] = Math.max(table.widths[i], width(row.get(i)));
            }
        }
        table.head(out);
        long count = 0;
        while (!page.isEmpty()) {
            count += page.size();
            StringBuilder lines = new StringBuilder();
            for (List<String> row : page) {
                table.line(row, lines);
            }
            out.print(lines);
            page = table.page(rows);
        }
        out.println(count == 1 ? "(1 row)" : "(" + count + " rows)");
        return count;
    }

    private List<List<String>> page(ResultSet rows) throws SQLException {
        List<List<String>> page = new ArrayList<>();
        while (page.size() < ROWS_MEASURED && rows.next()) {
            List<String> row = new ArrayList<>(names.size());
            for (int i = 1; i <= names.size(); i++) {
                String value = rows.getString(i);
                row.add(value == null ? NULL : visible(value));
            }
            page.add(row);
        }
        return page;
    }

    private void head(PrintWriter out) {
        StringBuilder line = new StringBuilder();
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            int blanks = widths[i] - width(names.get(i));
            line.append(i == 0 ? " " : "| ")
                    .append(" ".repeat(blanks / 2))
                    .append(names.get(i))
                    .append(" ".repeat(blanks - blanks / 2 + 1));
            rule.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
        }
        out.println(line.toString().stripTrailing());
        out.println(rule);
    }

    private void line(List<String> row, StringBuilder lines) {
        int start = lines.length();
        for (int i = 0; i < row.size(); i++) {
            String blanks = " ".repeat(Math.max(0, widths[i] - width(row.get(i))));
            lines.append(i == 0 ? " " : "| ");
            if (numeric.get(i)) {
                lines.append(blanks).append(row.get(i));
            } else {
                lines.append(row.get(i)).append(blanks);
            }
            lines.append(' ');
        }
        while (lines.length() > start && lines.charAt(lines.length() - 1) == ' ') {
            lines.setLength(lines.length() - 1);
        }
        lines.append('\n');
    }

    /** Control characters would break the table (or the terminal): they are shown as escapes. */
    private static String visible(String value) {
        if (value.chars().noneMatch(Character::isISOControl)) {
            return value;
        }
        StringBuilder shown = new StringBuilder(value.length() + 8);
        value.chars().forEach(c -> {
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        shown.append("\\x")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        shown.append((char) c);
                    }
                }
            }
        });
        return shown.toString();
    }

    private static int width(String value) {
        return value.codePointCount(0, value.length());
    }

    private static boolean isNumeric(int type) {
        return switch (type) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL, Types.REAL, Types.DOUBLE ->
                true;
            default -> false;
        };
    }
}
