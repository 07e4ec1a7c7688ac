package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.Canonical;
import dev.colonnade.execution.value.Comparators;
import dev.colonnade.execution.value.TypeOids;
import dev.colonnade.execution.value.ValueComparator;
import dev.colonnade.planner.plan.RowMerge.Column;
import dev.colonnade.planner.plan.RowMerge.SortKey;
import java.util.BitSet;
import java.util.List;

/** The columns of a branch row, and what can be done with each. */
final class BranchRow {
    private final List<MergeColumn> columns;
    private final int visible;
    private final BitSet partial;

    BranchRow(List<MergeColumn> columns, int hidden) {
        this(List.copyOf(columns), columns.size() - hidden, new BitSet());
        if (visible < 0) {
            throw new IllegalArgumentException("hidden: " + hidden + " (expected: <= " + columns.size() + " columns)");
        }
    }

    private BranchRow(List<MergeColumn> columns, int visible, BitSet partial) {
        this.columns = columns;
        this.visible = visible;
        this.partial = partial;
    }

    /** The same row after a step that leaves one branch's part in these columns: no later step may read them. */
    BranchRow withPartial(BitSet columnsLeft) {
        return new BranchRow(columns, visible, columnsLeft);
    }

    int size() {
        return columns.size();
    }

    int visible() {
        return visible;
    }

    /** Where the column is in the row. */
    int index(Column column) {
        int index = switch (column) {
            case Column.Visible(int i) -> i;
            case Column.Hidden(int i) -> visible + i;
        };
        if (index < 0 || index >= columns.size() || (column instanceof Column.Visible && index >= visible)) {
            throw new IllegalArgumentException(column + " is not a column of a row of " + visible + " visible and "
                    + (columns.size() - visible) + " hidden columns");
        }
        if (partial.get(index)) {
            throw new IllegalArgumentException(
                    column + " isn't merged: only outputs and group columns are after Reaggregate");
        }
        return index;
    }

    MergeColumn at(int index) {
        return columns.get(index);
    }

    RowOrder order(List<SortKey> keys, String step) {
        return new RowOrder(keys.stream()
                .map(key -> {
                    int index = index(key.column());
                    return new RowOrder.Key(index, comparator(index, step), key.descending(), key.nullsFirst());
                })
                .toList());
    }

    /** @throws MergeException with {@link MergeFailure.UnmergeableType} */
    ValueComparator comparator(int index, String step) {
        MergeColumn column = at(index);
        if (!binaryReadable(column)) {
            throw unmergeable(index, step);
        }
        return Comparators.of(column.typeOid()).orElseThrow(() -> unmergeable(index, step));
    }

    /** @throws MergeException with {@link MergeFailure.UnmergeableType} */
    Canonical canonical(int index, String step) {
        MergeColumn column = at(index);
        if (!binaryReadable(column)) {
            throw unmergeable(index, step);
        }
        return Canonical.of(column.typeOid(), column.enumType()).orElseThrow(() -> unmergeable(index, step));
    }

    MergeException unmergeable(int index, String step) {
        MergeColumn column = at(index);
        String name;
        if (!column.name().isEmpty()) {
            name = "column \"" + column.name() + '"';
        } else if (index < visible) {
            name = "column " + (index + 1);
        } else {
            name = "hidden column " + (index - visible + 1);
        }
        return new MergeException(new MergeFailure.UnmergeableType(name, column.typeOid(), step));
    }

    /** Whether the field's bytes are the type's binary format; character types read the same in both. */
    static boolean binaryReadable(MergeColumn column) {
        return column.binary()
                || switch (column.typeOid()) {
                    case TypeOids.TEXT, TypeOids.VARCHAR, TypeOids.BPCHAR, TypeOids.NAME -> true;
                    default -> column.enumType();
                };
    }
}
