package dev.colonnade.it.generate;

import dev.colonnade.it.sqltest.Step.Looseness;
import dev.colonnade.it.sqltest.Step.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random queries that no merge answers: joins by any column, windows, set operations, subqueries, expressions over aggregates. */
final class SpreadQueries {
    private static final List<Table> TABLES = List.of(
            Table.CUSTOMER, Table.ORDER, Table.EVENT, Table.DOCUMENT, Table.METRIC, Table.PRODUCT, Table.SETTING);
    private static final List<Table> NUMBERED =
            List.of(Table.CUSTOMER, Table.ORDER, Table.EVENT, Table.DOCUMENT, Table.METRIC, Table.PRODUCT);
    private final Random random;
    private final Predicates predicates;

    SpreadQueries(Random random, Predicates predicates) {
        this.random = random;
        this.predicates = predicates;
    }

    /** A query, and what may differ. */
    record Made(String sql, Looseness looseness) {
        static Made of(String sql) {
            return new Made(sql, Looseness.NONE.withAnyScale().withFloats());
        }

        Made total() {
            return new Made(sql, looseness.ordered(new Order.Total()));
        }
    }

    Made make() {
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> joined();
            case 3, 4 -> windows();
            case 5, 6 -> setOperation();
            case 7, 8 -> filteredByQuery();
            case 9 -> scalars();
            case 10, 11, 12 -> expressions();
            case 13 -> groupingSets();
            case 14 -> heldRows();
            default -> nested();
        };
    }

    private Made joined() {
        Table left = predicates.pick(NUMBERED);
        Table right = predicates.pick(NUMBERED);
        String kind = predicates.pick(List.of(" JOIN ", " JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "));
        String on = " ON l." + number(left) + " = r." + number(right);
        if (random.nextInt(3) == 0) {
            on += " AND " + (random.nextBoolean() ? predicates.onKey(left, "l.") : predicates.onKey(right, "r."));
        }
        String from = " FROM " + left.name() + " AS l" + kind + right.name() + " AS r" + on;
        String where = random.nextBoolean() ? predicates.where(left, "l.") : predicates.where(right, "r.");
        String sum = "r." + number(right);
        if (random.nextInt(3) == 0) {
            String group = "l."
                    + predicates
                            .pick(left.columnsOf(Table.Kind.INTEGER, Table.Kind.TEXT))
                            .name();
            return Made.of("SELECT " + group + ", count(*), sum(" + sum + "), max(l." + any(left) + ")" + from + where
                    + " GROUP BY " + group);
        }
        return Made.of("SELECT count(*), sum(" + sum + "), count(DISTINCT l." + any(left) + "), min(r." + any(right)
                + ")" + from + where);
    }

    private Made windows() {
        Table table = predicates.pick(TABLES);
        String keys = String.join(", ", table.primaryKey());
        String partition = random.nextBoolean() ? "PARTITION BY " + any(table) + " " : "";
        String function = predicates.pick(List.of(
                "row_number()",
                "rank()",
                "count(*)",
                "ntile(3)",
                "lag(" + any(table) + ")",
                "first_value(" + any(table) + ")",
                "max(" + any(table) + ")"));
        String query = "SELECT " + keys + ", " + function + " OVER (" + partition + "ORDER BY " + any(table) + ", "
                + keys + ") AS w FROM " + table.name() + predicates.where(table, "");
        return random.nextBoolean()
                ? Made.of(query)
                : Made.of(query + " ORDER BY " + keys + " LIMIT " + random.nextInt(40))
                        .total();
    }

    private Made setOperation() {
        Table.Kind kind = predicates.pick(List.of(Table.Kind.INTEGER, Table.Kind.TEXT, Table.Kind.INTEGER));
        Table left = predicates.pick(NUMBERED);
        Table right = predicates.pick(NUMBERED);
        String operator =
                predicates.pick(List.of("UNION", "UNION ALL", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL"));
        String query = "SELECT " + ofKind(left, kind) + " AS v FROM " + left.name() + predicates.where(left, "") + " "
                + operator + " SELECT " + ofKind(right, kind) + " FROM " + right.name() + predicates.where(right, "");
        if (kind == Table.Kind.INTEGER && random.nextBoolean()) {
            return Made.of(query + " ORDER BY v DESC LIMIT " + random.nextInt(30))
                    .total();
        }
        return Made.of(query);
    }

    private String ofKind(Table table, Table.Kind kind) {
        return kind == Table.Kind.INTEGER
                ? number(table)
                : predicates.pick(table.columnsOf(Table.Kind.TEXT)).name() + "::text COLLATE \"C\"";
    }

    private Made filteredByQuery() {
        Table outer = predicates.pick(TABLES);
        Table inner = predicates.pick(NUMBERED);
        String column = outer.equals(Table.SETTING) ? "length(o.key)" : "o." + number(outer);
        String where = predicates.where(inner, "i.");
        String and = where.isEmpty() ? " WHERE " : where + " AND ";
        String condition = switch (random.nextInt(6)) {
            case 0 -> column + " IN (SELECT i." + number(inner) + " FROM " + inner.name() + " AS i" + where + ")";
            case 1 -> column + " NOT IN (SELECT i." + number(inner) + " FROM " + inner.name() + " AS i" + where + ")";
            case 2 ->
                "EXISTS (SELECT FROM " + inner.name() + " AS i" + and + "i." + number(inner) + " = " + column + ")";
            case 3 ->
                "NOT EXISTS (SELECT FROM " + inner.name() + " AS i" + and + "i." + number(inner) + " = " + column + ")";
            case 4 ->
                column + " > ALL (SELECT i." + number(inner) + " FROM " + inner.name() + " AS i" + and + "i."
                        + number(inner) + " < 3)";
            default -> column + " >= (SELECT avg(i." + number(inner) + ") FROM " + inner.name() + " AS i" + where + ")";
        };
        return Made.of("SELECT o." + String.join(", o.", outer.primaryKey()) + " FROM " + outer.name() + " AS o WHERE "
                + condition);
    }

    private Made scalars() {
        Table outer = predicates.pick(NUMBERED);
        Table inner = predicates.pick(NUMBERED);
        return Made.of("SELECT o." + String.join(", o.", outer.primaryKey()) + ", (SELECT count(*) FROM " + inner.name()
                + " AS i WHERE i." + number(inner) + " = o." + number(outer) + ") FROM " + outer.name() + " AS o"
                + predicates.where(outer, "o."));
    }

    private Made expressions() {
        Table table = predicates.pick(NUMBERED);
        String number = number(table);
        List<String> list = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            list.add(predicates.pick(List.of(
                    "sum(" + number + ") / nullif(count(*), 0)",
                    "avg(" + number + ")::numeric(20,3)",
                    "round(avg(" + number + "), 2)",
                    "coalesce(sum(" + number + "), 0)",
                    "count(*) * 2 - count(" + any(table) + ")",
                    "stddev(" + number + ")",
                    "var_pop(" + number + ") + 1",
                    "count(DISTINCT " + any(table) + ") + 1",
                    "max(" + any(table) + ")",
                    "sum(" + number + ") FILTER (WHERE " + predicates.onKey(table, "") + ") + 0",
                    "min(" + any(table) + ") IS NULL")));
        }
        String select = String.join(", ", list);
        String from = " FROM " + table.name() + predicates.where(table, "");
        if (random.nextInt(3) == 0) {
            return Made.of("SELECT " + select + from);
        }
        String group = predicates
                .pick(table.columnsOf(
                        Table.Kind.INTEGER, Table.Kind.TEXT, Table.Kind.ENUM, Table.Kind.BOOLEAN, Table.Kind.KEY))
                .name();
        String having = random.nextInt(3) == 0 ? " HAVING sum(" + number + ") > count(*) / 2" : "";
        String query = "SELECT " + group + ", " + select + from + " GROUP BY " + group + having;
        return random.nextBoolean()
                ? Made.of(query)
                : Made.of(query + " ORDER BY count(*) % 5, " + group + " LIMIT " + random.nextInt(20))
                        .total();
    }

    private Made groupingSets() {
        Table table = predicates.pick(NUMBERED);
        List<Table.Column> columns =
                table.columnsOf(Table.Kind.INTEGER, Table.Kind.TEXT, Table.Kind.ENUM, Table.Kind.BOOLEAN);
        String a = predicates.pick(columns).name();
        String b = predicates.pick(columns).name();
        String sets = predicates.pick(List.of(
                "ROLLUP (" + a + ", " + b + ")",
                "CUBE (" + a + ", " + b + ")",
                "GROUPING SETS ((" + a + "), (" + b + "), ())"));
        return Made.of("SELECT " + a + ", " + b + ", count(*), sum(" + number(table) + "), grouping(" + a + ", " + b
                + ") FROM " + table.name() + predicates.where(table, "") + " GROUP BY " + sets);
    }

    private Made heldRows() {
        Table table = predicates.pick(NUMBERED);
        String keys = String.join(", ", table.primaryKey());
        String aggregate = predicates.pick(List.of(
                "array_agg(" + number(table) + " ORDER BY " + keys + ")",
                "string_agg(" + any(table) + "::text, ',' ORDER BY " + keys + ")",
                "percentile_disc(0.3) WITHIN GROUP (ORDER BY " + number(table) + ")",
                "percentile_cont(0.7) WITHIN GROUP (ORDER BY " + number(table) + ")",
                "mode() WITHIN GROUP (ORDER BY " + number(table) + ")",
                "(array_agg(" + any(table) + " ORDER BY " + keys + "))[2]"));
        String from = " FROM " + table.name() + predicates.where(table, "");
        if (random.nextBoolean()) {
            return Made.of("SELECT " + aggregate + from);
        }
        String group = predicates
                .pick(table.columnsOf(Table.Kind.INTEGER, Table.Kind.ENUM, Table.Kind.INTEGER))
                .name();
        return Made.of("SELECT " + group + ", " + aggregate + ", count(*)" + from + " GROUP BY " + group);
    }

    private Made nested() {
        Table table = predicates.pick(NUMBERED);
        String keys = String.join(", ", table.primaryKey());
        String number = number(table);
        String inner = "SELECT " + keys + ", " + number + " AS n FROM " + table.name() + predicates.where(table, "")
                + " ORDER BY " + any(table) + ", " + keys + " LIMIT " + (1 + random.nextInt(20));
        return switch (random.nextInt(3)) {
            case 0 -> Made.of("SELECT count(*), sum(n), max(n) FROM (" + inner + ") AS x");
            case 1 -> Made.of("WITH x AS (" + inner + ") SELECT count(*) FROM x AS a JOIN x AS b ON a.n = b.n");
            default ->
                Made.of("SELECT count(*), count(DISTINCT n) FROM (SELECT DISTINCT " + number + " AS n FROM "
                        + table.name() + predicates.where(table, "") + ") AS x");
        };
    }

    /** A column with whole numbers. */
    private String number(Table table) {
        List<Table.Column> numbers = new ArrayList<>(table.columnsOf(Table.Kind.INTEGER));
        if (!table.equals(Table.DOCUMENT) && !table.equals(Table.PRODUCT) && random.nextInt(4) == 0) {
            return table.columns().getFirst().name();
        }
        return predicates.pick(numbers).name();
    }

    private String any(Table table) {
        return predicates
                .pick(table.columnsOf(
                        Table.Kind.KEY,
                        Table.Kind.INTEGER,
                        Table.Kind.NUMERIC,
                        Table.Kind.TIME,
                        Table.Kind.FLOAT,
                        Table.Kind.TEXT))
                .name();
    }
}
