package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.FieldWriter;
import io.netty.buffer.ByteBuf;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Combines parts of one type in the order in which they come; NULL parts are passed over. */
final class Fold<T> implements Accumulator {
    /**
     * How: shared by all groups.
     *
     * @param column where the parts are
     * @param read reads a part that isn't NULL
     * @param combine may throw {@link MergeException} where the result is out of range
     */
    record Rule<T>(int column, Function<Row, T> read, BinaryOperator<T> combine, BiConsumer<ByteBuf, T> write) {}

    private final Rule<T> rule;
    private @Nullable T value;

    /** @param initial the value of no parts; null for NULL */
    Fold(Rule<T> rule, @Nullable T initial) {
        this.rule = rule;
        this.value = initial;
    }

    @Override
    public long add(Row row) {
        if (!row.isNull(rule.column)) {
            T part = rule.read.apply(row);
            value = value == null ? part : rule.combine.apply(value, part);
        }
        return 0;
    }

    @Override
    public void write(ByteBuf out) {
        if (value == null) {
            FieldWriter.writeNull(out);
        } else {
            rule.write.accept(out, value);
        }
    }

    @Nullable
    T value() {
        return value;
    }
}
