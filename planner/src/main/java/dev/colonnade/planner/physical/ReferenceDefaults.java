package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.catalog.SchemaCatalog.ColumnInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.DmlShape;
import dev.colonnade.planner.shape.Relation;
import java.util.List;

/** Defaults that each database would fill in differently, so that the copies of a reference table would no longer be the same. */
final class ReferenceDefaults {
    private ReferenceDefaults() {}

    static void checkInsert(Relation.Reference table, Statement.Insert insert, DmlShape dml) {
        List<String> columns = dml.inputColumns();
        check(table, insert.source() == null || columns == null ? List.of() : columns);
    }

    /** @param given columns that the client gives values for */
    static void check(Relation.Reference table, List<String> given) {
        RelationInfo info = table.info();
        if (info == null) {
            return;
        }
        for (ColumnInfo column : info.columns()) {
            if ((column.sequenced() || column.varies()) && !given.contains(column.name())) {
                throw Refusals.refuse(
                        column.sequenced() ? RefusalCode.SEQUENCE_DEFAULT : RefusalCode.VOLATILE,
                        "no value for column \"" + column.name() + "\" of reference table \""
                                + table.name().name() + "\"",
                        column.sequenced()
                                ? "Its default draws from a sequence, and each database has its own."
                                : "Its default is another value on each database, and the copies would differ.",
                        "Give a value for " + column.name() + ".");
            }
        }
    }
}
