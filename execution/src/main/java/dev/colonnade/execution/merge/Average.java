package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.FieldWriter;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The sum of sums divided by the sum of counts; NULL where nothing was counted. */
final class Average<T> implements Accumulator {
    /** Divides a sum by a count of 1 or more. */
    @FunctionalInterface
    interface Division<T> {
        T divide(T sum, long count);
    }

    private final Fold.Rule<T> rule;
    private final Fold<T> sum;
    private final int weight;
    private final Division<T> division;
    private long count;

    Average(Fold.Rule<T> rule, int weight, Division<T> division) {
        this.rule = rule;
        this.sum = new Fold<>(rule, null);
        this.weight = weight;
        this.division = division;
    }

    @Override
    public long add(Row row) {
        if (!row.isNull(weight)) {
            count += row.body.getLong(row.offset(weight));
        }
        return sum.add(row);
    }

    @Override
    public void write(ByteBuf out) {
        @Nullable T total = sum.value();
        if (total == null || count == 0) {
            FieldWriter.writeNull(out);
        } else {
            rule.write().accept(out, division.divide(total, count));
        }
    }
}
