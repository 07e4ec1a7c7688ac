package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.ValueComparator;
import java.util.Comparator;
import java.util.List;

/** The order of rows by sort keys. */
final class RowOrder implements Comparator<Row> {
    /** A key: which field, how its values compare. */
    record Key(int column, ValueComparator comparator, boolean descending, boolean nullsFirst) {}

    private final Key[] keys;

    RowOrder(List<Key> keys) {
        this.keys = keys.toArray(new Key[0]);
    }

    @Override
    public int compare(Row left, Row right) {
        for (Key key : keys) {
            int result = compare(key, left, right);
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private static int compare(Key key, Row left, Row right) {
        int column = key.column;
        int leftLength = left.length(column);
        int rightLength = right.length(column);
        if (leftLength < 0 || rightLength < 0) {
            int byNull = Boolean.compare(leftLength < 0, rightLength < 0);
            return key.nullsFirst ? -byNull : byNull;
        }
        int result = key.comparator.compare(
                left.body, left.offset(column), leftLength, right.body, right.offset(column), rightLength);
        return key.descending ? Integer.compare(0, result) : result;
    }
}
