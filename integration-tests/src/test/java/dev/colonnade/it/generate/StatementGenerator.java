package dev.colonnade.it.generate;

import dev.colonnade.it.sqltest.SqlTest;
import dev.colonnade.it.sqltest.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes statements, each determined by the seed and its number. What it makes is valid SQL nearly always; where not, both sides must say so. */
public final class StatementGenerator {
    private static final List<String> ORDERS = List.of("", "", " DESC", " NULLS FIRST", " DESC NULLS LAST");
    private final long seed;

    public StatementGenerator(long seed) {
        this.seed = seed;
    }

    public SqlTest statement(int number) {
        return new OneStatement(new Random(seed * 1_000_003 + number)).make(number, seed);
    }

    /** One statement in the making. */
    private static final class OneStatement {
        private final Random random;
        private final Predicates predicates;
        private Step.Looseness looseness = Step.Looseness.NONE;

        OneStatement(Random random) {
            this.random = random;
            random.nextInt();
            this.predicates = new Predicates(random);
        }

        SqlTest make(int number, long seed) {
            Table table = predicates.pick(Table.ALL);
            String sql = switch (random.nextInt(32)) {
                case 0, 1, 2, 3 -> rows(table);
                case 4, 5, 6 -> aggregate(table);
                case 7, 8, 9, 10 -> grouped(table);
                case 11, 12 -> distinct(table);
                case 13, 14, 15 -> joined();
                case 16 -> update(table);
                case 17 -> delete(table);
                case 18 -> insert();
                case 19 -> limitedByKey(table);
                default -> spread();
            };
            Step step = new Step(sql + ";", List.of(), "", looseness);
            List<SqlTest.Mode> modes = List.of(predicates.pick(List.of(SqlTest.Mode.values())));
            return new SqlTest(
                    "generated",
                    number,
                    "of seed " + seed,
                    number,
                    List.of(step),
                    SqlTest.Expectation.SAME_OR_REFUSED,
                    modes,
                    0);
        }

        private String rows(Table table) {
            // keys that are equal may look unlike: 0 and -0, 1.0 and 1.00
            looseness = looseness.withFloats().withAnyScale();
            Set<String> keys = someColumns(table, 1 + random.nextInt(2));
            String where = predicates.where(table, "");
            boolean total = random.nextBoolean();
            List<String> order = new ArrayList<>();
            keys.forEach(key -> order.add(key + predicates.pick(ORDERS)));
            if (total) {
                table.primaryKey().stream().filter(key -> !keys.contains(key)).forEach(order::add);
            }
            Set<String> columns = new LinkedHashSet<>(keys);
            columns.addAll(someColumns(table, 3));
            String base = "SELECT " + String.join(", ", columns) + " FROM " + table.name() + where;
            if (random.nextInt(4) == 0) {
                return base;
            }
            if (total) {
                looseness = looseness.ordered(new Step.Order.Total());
                return base + orderBy(order) + limit();
            }
            List<Integer> positions = new ArrayList<>();
            for (int i = 1; i <= keys.size(); i++) {
                positions.add(i);
            }
            looseness = looseness.ordered(new Step.Order.Keys(positions));
            String limit = limit();
            if (!limit.isEmpty()) {
                looseness = looseness.withRowsOf(base);
            }
            return base + orderBy(order) + limit;
        }

        private String spread() {
            SpreadQueries.Made made = new SpreadQueries(random, predicates).make();
            looseness = made.looseness();
            return made.sql();
        }

        private String limitedByKey(Table table) {
            looseness = looseness.ordered(new Step.Order.Total());
            return "SELECT " + String.join(", ", someColumns(table, 2)) + " FROM " + table.name()
                    + predicates.where(table, "") + orderBy(table.primaryKey()) + " LIMIT " + (1 + random.nextInt(30))
                    + " OFFSET " + random.nextInt(20);
        }

        private String aggregate(Table table) {
            return "SELECT " + String.join(", ", aggregates(table, "", 1 + random.nextInt(4))) + " FROM " + table.name()
                    + predicates.where(table, "");
        }

        private String grouped(Table table) {
            List<Table.Column> candidates = table.columnsOf(
                    Table.Kind.KEY, Table.Kind.INTEGER, Table.Kind.TEXT, Table.Kind.ENUM, Table.Kind.BOOLEAN);
            Set<String> groups = new LinkedHashSet<>();
            groups.add(predicates.pick(candidates).name());
            if (random.nextInt(3) == 0) {
                groups.add(predicates.pick(candidates).name());
            }
            List<String> list = new ArrayList<>(random.nextInt(5) == 0 ? List.of() : groups);
            list.addAll(aggregates(table, "", 1 + random.nextInt(3)));
            String having = switch (random.nextInt(5)) {
                case 0 -> " HAVING count(*) > " + random.nextInt(30);
                case 1 -> " HAVING count(*) BETWEEN 2 AND " + (3 + random.nextInt(60));
                default -> "";
            };
            String base = "SELECT " + String.join(", ", list) + " FROM " + table.name() + predicates.where(table, "")
                    + " GROUP BY " + String.join(", ", groups) + having;
            if (random.nextBoolean()) {
                return base;
            }
            looseness = looseness.ordered(new Step.Order.Total());
            List<String> order = new ArrayList<>();
            groups.forEach(group -> order.add(group + predicates.pick(ORDERS)));
            return base + orderBy(order) + limit();
        }

        private String distinct(Table table) {
            List<Table.Column> candidates = table.columnsOf(
                    Table.Kind.KEY,
                    Table.Kind.INTEGER,
                    Table.Kind.TEXT,
                    Table.Kind.ENUM,
                    Table.Kind.BOOLEAN,
                    Table.Kind.NUMERIC);
            Set<String> columns = new LinkedHashSet<>();
            columns.add(predicates.pick(candidates).name());
            if (random.nextBoolean()) {
                columns.add(predicates.pick(candidates).name());
            }
            looseness = looseness.withAnyScale();
            String base = "SELECT DISTINCT " + String.join(", ", columns) + " FROM " + table.name()
                    + predicates.where(table, "");
            if (random.nextBoolean()) {
                return base;
            }
            looseness = looseness.ordered(new Step.Order.Total());
            List<String> order = new ArrayList<>();
            columns.forEach(column -> order.add(column + predicates.pick(ORDERS)));
            return base + orderBy(order) + limit();
        }

        private String joined() {
            boolean customers = random.nextBoolean();
            Table left = customers ? Table.CUSTOMER : Table.ORDER;
            Table right = customers && random.nextBoolean() ? Table.ORDER : Table.EVENT;
            String kind = predicates.pick(List.of(" JOIN ", " JOIN ", " LEFT JOIN "));
            String from =
                    " FROM " + left.name() + " AS l" + kind + right.name() + " AS r ON l.customer_id = r.customer_id";
            if (random.nextInt(4) == 0) {
                from += " AND " + predicates.onKey(right, "r.");
            }
            String where = random.nextBoolean() ? predicates.where(left, "l.") : predicates.where(right, "r.");
            if (random.nextInt(3) == 0) {
                return "SELECT " + String.join(", ", aggregates(left, "l.", 2)) + ", count(r.customer_id)" + from
                        + where;
            }
            String second = right.primaryKey().get(1);
            if (random.nextBoolean()) {
                return "SELECT l.customer_id, r." + second + ", l."
                        + predicates.pick(left.columns()).name() + from + where;
            }
            List<String> order = new ArrayList<>();
            left.primaryKey().forEach(key -> order.add("l." + key));
            order.add("r." + second);
            looseness = looseness.ordered(new Step.Order.Total());
            return "SELECT l.customer_id, r." + second + ", r."
                    + predicates.pick(right.columns()).name() + from + where + orderBy(order) + limit();
        }

        private String update(Table table) {
            Table target = table.writable() ? table : Table.EVENT;
            List<Table.Column> candidates =
                    target.columnsOf(Table.Kind.TEXT, Table.Kind.TIME, Table.Kind.INTEGER).stream()
                            .filter(column -> !target.primaryKey().contains(column.name())
                                    && !column.name().equals("sku"))
                            .toList();
            Table.Column column = predicates.pick(candidates);
            String returning = random.nextInt(3) == 0
                    ? " RETURNING " + String.join(", ", target.primaryKey()) + ", " + column.name()
                    : "";
            return "UPDATE " + target.name() + " SET " + column.name() + " = " + predicates.pick(column.literals())
                    + predicates.where(target, "") + returning;
        }

        private String delete(Table table) {
            Table target = table.writable() ? table : Table.METRIC;
            String returning = random.nextInt(3) == 0 ? " RETURNING *" : "";
            return "DELETE FROM " + target.name() + predicates.where(target, "") + returning;
        }

        private String insert() {
            List<String> rows = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                int device = random.nextInt(400) - 200;
                rows.add("(" + device + ", " + (random.nextInt(3) + 4) + ", "
                        + (random.nextInt(5) == 0 ? "NULL" : random.nextInt(9)) + ")");
            }
            String conflict = predicates.pick(List.of(
                    "",
                    " ON CONFLICT DO NOTHING",
                    " ON CONFLICT (device_id, slot) DO UPDATE SET level = excluded.level"));
            String returning = conflict.isEmpty() && random.nextBoolean() ? " RETURNING device_id, level" : "";
            if (!returning.isEmpty()) {
                looseness = looseness.ordered(new Step.Order.Total());
            }
            return "INSERT INTO metrics (device_id, slot, level) VALUES " + String.join(", ", rows) + conflict
                    + returning;
        }

        private List<String> aggregates(Table table, String prefix, int count) {
            looseness = looseness.withFloats().withAnyScale();
            List<Table.Column> numbers = table.columnsOf(Table.Kind.INTEGER, Table.Kind.NUMERIC, Table.Kind.FLOAT);
            List<Table.Column> ordered = table.columnsOf(
                    Table.Kind.KEY,
                    Table.Kind.INTEGER,
                    Table.Kind.NUMERIC,
                    Table.Kind.TIME,
                    Table.Kind.FLOAT,
                    Table.Kind.TEXT);
            List<String> list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String number = prefix
                        + (numbers.isEmpty() ? "ctid" : predicates.pick(numbers).name());
                String any = prefix + predicates.pick(ordered).name();
                list.add(
                        switch (numbers.isEmpty() ? random.nextInt(4) : random.nextInt(8)) {
                            case 0 -> "count(*)";
                            case 1 -> "count(" + any + ")";
                            case 2 -> "min(" + any + ")";
                            case 3 -> "max(" + any + ")";
                            case 4, 5 -> "sum(" + number + ")";
                            case 6 -> "count(*) FILTER (WHERE " + predicates.onKey(table, prefix) + ")";
                            default -> "avg(" + number + ")";
                        });
            }
            return list;
        }

        private Set<String> someColumns(Table table, int count) {
            Set<String> names = new LinkedHashSet<>();
            List<Table.Column> orderable = table.columns().stream()
                    .filter(column -> column.kind() != Table.Kind.OPAQUE)
                    .toList();
            for (int i = 0; i < count; i++) {
                names.add(predicates.pick(orderable).name());
            }
            return names;
        }

        private String limit() {
            return switch (random.nextInt(4)) {
                case 0 -> " LIMIT " + random.nextInt(25);
                case 1 -> " LIMIT " + random.nextInt(25) + " OFFSET " + random.nextInt(12);
                default -> "";
            };
        }

        private static String orderBy(List<String> order) {
            return " ORDER BY " + String.join(", ", order);
        }
    }
}
