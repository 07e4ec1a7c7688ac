package dev.colonnade.it.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random conditions on a table's columns. */
final class Predicates {
    private final Random random;

    Predicates(Random random) {
        this.random = random;
    }

    /** A WHERE clause with its keyword, or nothing. */
    String where(Table table, String prefix) {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1, 2 -> " WHERE " + onKey(table, prefix);
            case 3 -> " WHERE " + onKey(table, prefix) + " AND " + simple(table, prefix);
            case 4 -> " WHERE " + simple(table, prefix) + " AND " + simple(table, prefix);
            case 5 -> " WHERE " + onKey(table, prefix) + " OR " + simple(table, prefix);
            case 6 ->
                " WHERE NOT (" + simple(table, prefix) + ") AND (" + simple(table, prefix) + " OR "
                        + onKey(table, prefix) + ")";
            default -> " WHERE " + simple(table, prefix);
        };
    }

    /** A condition on the shard key (or the first column of the primary key). */
    String onKey(Table table, String prefix) {
        Table.Column key = table.columns().getFirst();
        String name = prefix + key.name();
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> name + " = " + pick(key.literals());
            case 3 -> pick(key.literals()) + " = " + name;
            case 4, 5 -> name + " IN (" + list(key) + ")";
            case 6 -> name + " = ANY (ARRAY[" + list(key) + "])";
            case 7 -> "(" + name + " = " + pick(key.literals()) + " OR " + name + " IN (" + list(key) + "))";
            default -> name + " BETWEEN " + pick(key.literals()) + " AND " + pick(key.literals());
        };
    }

    private String simple(Table table, String prefix) {
        Table.Column column = pick(table.columns());
        String name = prefix + column.name();
        if (column.literals().isEmpty() || random.nextInt(6) == 0) {
            return name + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
        }
        String literal = pick(column.literals());
        if (column.kind() == Table.Kind.OPAQUE) {
            return name + (random.nextBoolean() ? " = " : " <> ") + literal;
        }
        return switch (random.nextInt(7)) {
            case 0 -> name + " = " + literal;
            case 1 -> name + " <> " + literal;
            case 2 -> name + " < " + literal;
            case 3 -> name + " >= " + literal;
            case 4 -> name + " IN (" + list(column) + ")";
            case 5 -> name + " IS DISTINCT FROM " + literal;
            default -> name + " > " + literal;
        };
    }

    private String list(Table.Column column) {
        List<String> chosen = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            chosen.add(pick(column.literals()));
        }
        return String.join(", ", chosen);
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
