package dev.colonnade.planner.motion;

import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.plan.Fragment;
import dev.colonnade.planner.shape.Relation;
import java.util.ArrayList;
import java.util.List;

/**
 * What is moved of a table: one fragment, whatever number of times it is read.
 *
 * @param source FROM and WHERE of its rows
 * @param columns those that are moved
 * @param names of these, as the final query knows them
 */
record GatheredTable(Relation relation, String source, List<ColumnInfo> columns, List<String> names) {
    private static final int FIRST_USER_OID = 16_384;

    GatheredTable {
        columns = List.copyOf(columns);
        names = List.copyOf(names);
    }

    Fragment fragment() {
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnInfo column = columns.get(i);
            String collation = column.collationName().isEmpty() ? "" : " COLLATE " + column.collationName();
            typed.add("NULL::" + column.type() + collation + " AS " + quoted(names.get(i)));
        }
        // in a query of its own: the columns' collations are implicit, as a table's are
        return new Fragment(
                relation.name().name(),
                names,
                "SELECT * FROM (SELECT " + String.join(", ", typed) + ") AS _s WHERE false");
    }

    /** The fragment's part of the select list; {@code own} says whether it is of this fragment's rows. */
    List<String> selected(int fragment, boolean own) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnInfo column = columns.get(i);
            list.add((own ? "_t." + quoted(names.get(i)) : nullOf(column)) + " AS _" + fragment + "_" + i);
        }
        return list;
    }

    /** A NULL of the column's type; a domain may not allow one, so it is never worked out. */
    private static String nullOf(ColumnInfo column) {
        return Integer.compareUnsigned(column.typeOid(), FIRST_USER_OID) < 0
                        && !column.type().contains(".")
                ? "NULL::" + column.type()
                : "(SELECT NULL::" + column.type() + " WHERE false)";
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
