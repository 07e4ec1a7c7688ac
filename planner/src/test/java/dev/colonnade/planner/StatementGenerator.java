package dev.colonnade.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statements about the tests' shop, of many forms, with literals wherever they may stand. */
final class StatementGenerator {
    private final Random random;

    StatementGenerator(Random random) {
        this.random = random;
    }

    String statement() {
        return switch (random.nextInt(13)) {
            case 12 ->
                "SELECT o.order_id, d.model || " + string()
                        + " FROM orders o JOIN devices d ON d.customer_id = o.order_id WHERE "
                        + condition("o.", 1) + " AND d.model = " + string() + " AND d.device_id "
                        + pick("= " + string(), "<> " + string());
            case 0 -> insert();
            case 1 -> "UPDATE orders SET " + assignment() + " WHERE " + condition("", 2);
            case 2 -> "DELETE FROM orders WHERE " + condition("", 2);
            case 3 -> join();
            case 4 -> grouped();
            case 5 ->
                "SELECT * FROM meters WHERE site = " + number() + " AND number = " + string()
                        + (random.nextBoolean() ? "" : " AND " + string() + " <> kind");
            case 6 -> "SELECT device_id FROM devices WHERE device_id " + keyTest(string(), string());
            case 7 ->
                "WITH x AS (SELECT * FROM orders WHERE customer_id = " + number()
                        + ") SELECT count(*) FROM x JOIN order_items i ON i.customer_id = x.customer_id WHERE i.line > "
                        + number();
            default -> select();
        };
    }

    private String select() {
        StringBuilder sql = new StringBuilder("SELECT ");
        sql.append(
                pick("*", "order_id, " + number(), "DISTINCT status", "status, " + string() + " AS x", "total + 1.5"));
        sql.append(" FROM orders WHERE ").append(condition("", 3));
        if (random.nextInt(3) == 0) {
            sql.append(" ORDER BY ").append(pick("1", "order_id", "status, order_id DESC", "2", "total + 1"));
        }
        if (random.nextInt(3) == 0) {
            sql.append(" LIMIT ").append(number());
            if (random.nextInt(2) == 0) {
                sql.append(" OFFSET ").append(number());
            }
        }
        return sql.toString();
    }

    private String grouped() {
        String by = pick("status", "1", "status || 'x'");
        return "SELECT " + pick("status", "status || 'x'", "status") + ", "
                + pick("count(*)", "count(*) + " + number(), "string_agg(note, " + string() + ")") + ", sum(total * "
                + number()
                + ") FROM orders WHERE " + condition("", 1) + " GROUP BY " + by
                + (random.nextBoolean() ? " HAVING count(*) > " + number() : "")
                + (random.nextBoolean() ? " ORDER BY " + pick("1", "2", "count(*)", "sum(total * 2)") : "");
    }

    private String join() {
        return "SELECT o.* FROM customers c " + pick("JOIN", "LEFT JOIN")
                + " orders o ON o.customer_id = c.customer_id AND " + condition("o.", 1) + " WHERE "
                + condition("c.", 1).replace("order_id", "customer_id").replace("status", "name");
    }

    private String insert() {
        int rows = 1 + random.nextInt(4);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            values.add("(" + pick(number(), number() + "::int8", string(), "-" + number()) + ", " + number() + ", "
                    + string() + ")");
        }
        return "INSERT INTO orders (customer_id, order_id, status) VALUES " + String.join(", ", values)
                + pick("", " RETURNING order_id", " ON CONFLICT (customer_id, order_id) DO UPDATE SET status = 'x'");
    }

    private String assignment() {
        return pick(
                "status = " + string(),
                "total = total + " + number(),
                "customer_id = " + number(),
                "note = 'a' || " + string());
    }

    private String condition(String alias, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return test(alias);
        }
        return switch (random.nextInt(5)) {
            case 0 -> "(" + condition(alias, depth - 1) + " OR " + condition(alias, depth - 1) + ")";
            case 1 -> "NOT (" + condition(alias, depth - 1) + ")";
            default -> condition(alias, depth - 1) + " AND " + condition(alias, depth - 1);
        };
    }

    private String test(String alias) {
        String key = alias + "customer_id";
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> key + " " + keyTest(key(), key());
            case 3 -> key() + " = " + key;
            case 4 -> key + "::numeric = " + pick("1.5", "2.0", "3");
            case 5 -> number() + " = " + number();
            case 6 -> alias + "order_id BETWEEN " + number() + " AND " + number();
            case 7 -> "(" + key + ", " + alias + "order_id) IN ((" + number() + ", 1), (" + number() + ", 2))";
            default -> alias + "status = " + string();
        };
    }

    private String keyTest(String one, String other) {
        return switch (random.nextInt(7)) {
            case 0, 1, 2 -> "= " + one;
            case 3 ->
                "IN ("
                        + IntStream.range(0, 1 + random.nextInt(4))
                                .mapToObj(i -> i == 0 ? one : i == 1 ? other : one)
                                .collect(Collectors.joining(", "))
                        + ")";
            case 4 -> "= ANY (ARRAY[" + one + ", " + other + "])";
            case 5 -> "= ANY ('{1,2}')";
            default -> "IS NOT DISTINCT FROM " + one;
        };
    }

    private String key() {
        return pick(
                number(),
                number(),
                number(),
                "-" + number(),
                "'" + random.nextInt(9) + "'",
                number() + "::int",
                "'" + random.nextInt(9) + "'::bigint",
                "1.5",
                "2.0",
                "9999999999",
                "NULL",
                "CAST(" + number() + " AS int8)");
    }

    private String number() {
        return Integer.toString(random.nextInt(9));
    }

    private String string() {
        return pick("'a'", "'open'", "'5'", "E'x'", "$$y$$", "''");
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }
}
