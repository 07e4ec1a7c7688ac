package dev.colonnade.execution.merge;

/**
 * A column of a branch row.
 *
 * @param name for messages; may be empty
 * @param typeOid as the branch's RowDescription says
 * @param binary the column's format; hidden columns are always binary
 * @param enumType whether the type is an enum (its binary form is its label, so that it has an equality here, though no order)
 */
public record MergeColumn(String name, int typeOid, boolean binary, boolean enumType) {
    public static MergeColumn text(String name, int typeOid) {
        return new MergeColumn(name, typeOid, false, false);
    }

    public static MergeColumn binary(String name, int typeOid) {
        return new MergeColumn(name, typeOid, true, false);
    }
}
