package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.FieldWriter;
import dev.colonnade.execution.value.PgInterval;
import dev.colonnade.execution.value.PgNumeric;
import dev.colonnade.execution.value.TextStyle;
import dev.colonnade.execution.value.TypeOids;
import dev.colonnade.planner.plan.RowMerge.Aggregate;
import dev.colonnade.planner.plan.RowMerge.AggregateKind;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** Chooses how an aggregate's parts combine from its kind and types, or refuses. */
final class Accumulators {
    private final Aggregate aggregate;
    private final BranchRow shape;
    private final int output;
    private final int input;
    private final int inputType;
    private final int outputType;
    private final FieldWriter writer;

    private Accumulators(Aggregate aggregate, BranchRow shape, TextStyle style) {
        this.aggregate = aggregate;
        this.shape = shape;
        this.output = shape.index(aggregate.output());
        this.input = shape.index(aggregate.input());
        this.inputType = shape.at(input).typeOid();
        this.outputType = shape.at(output).typeOid();
        this.writer = new FieldWriter(shape.at(output).binary(), style);
    }

    /** @throws MergeException with {@link MergeFailure.UnmergeableType} */
    static Supplier<Accumulator> of(Aggregate aggregate, BranchRow shape, TextStyle style) {
        return new Accumulators(aggregate, shape, style).choose();
    }

    private Supplier<Accumulator> choose() {
        require(shape.at(input).binary());
        return switch (aggregate.kind()) {
            case COUNT -> {
                require(inputType == TypeOids.INT8 && outputType == TypeOids.INT8);
                var rule = longs(Additions::int8);
                yield () -> new Fold<>(rule, 0L);
            }
            case SUM -> sum();
            case AVG -> average();
            case MIN, MAX -> {
                require(inputType == outputType);
                var comparator = shape.comparator(input, name());
                boolean least = aggregate.kind() == AggregateKind.MIN;
                yield () -> new Extreme(input, output, comparator, least);
            }
            case BOOL_AND -> bool(Boolean::logicalAnd);
            case BOOL_OR -> bool(Boolean::logicalOr);
            case BIT_AND -> bits((left, right) -> left & right);
            case BIT_OR -> bits((left, right) -> left | right);
            case BIT_XOR -> bits((left, right) -> left ^ right);
        };
    }

    private Supplier<Accumulator> sum() {
        return switch (outputType) {
            case TypeOids.INT8 -> {
                require(Integers.isInteger(inputType));
                yield of(longs(Additions::int8));
            }
            case TypeOids.MONEY -> {
                // Its text form depends on lc_monetary, which isn't reproduced.
                require(inputType == TypeOids.MONEY && writer.binary());
                yield of(new Fold.Rule<>(
                        input, row -> row.body.getLong(row.offset(input)), Additions::money, writer::int8));
            }
            case TypeOids.NUMERIC -> of(numerics());
            case TypeOids.FLOAT4 -> {
                require(inputType == TypeOids.FLOAT4);
                yield of(new Fold.Rule<>(
                        input, row -> row.body.getFloat(row.offset(input)), Additions::float4, writer::float4));
            }
            case TypeOids.FLOAT8 -> of(doubles());
            case TypeOids.INTERVAL -> of(intervals());
            default -> throw shape.unmergeable(output, name());
        };
    }

    private Supplier<Accumulator> average() {
        if (aggregate.weight() == null) {
            throw new IllegalArgumentException("weight: null (expected: the count column of AVG)");
        }
        int weight = shape.index(aggregate.weight());
        require(shape.at(weight).typeOid() == TypeOids.INT8 && shape.at(weight).binary());
        return switch (outputType) {
            case TypeOids.NUMERIC -> average(numerics(), weight, PgNumeric::dividedBy);
            case TypeOids.FLOAT8 -> average(doubles(), weight, (sum, count) -> sum / count);
            case TypeOids.INTERVAL -> average(intervals(), weight, PgInterval::dividedBy);
            default -> throw shape.unmergeable(output, name());
        };
    }

    private Supplier<Accumulator> bool(BinaryOperator<Boolean> combine) {
        require(inputType == TypeOids.BOOL && outputType == TypeOids.BOOL);
        return of(new Fold.Rule<>(input, row -> row.body.getBoolean(row.offset(input)), combine, writer::bool));
    }

    private Supplier<Accumulator> bits(BinaryOperator<Long> combine) {
        require(Integers.isInteger(inputType) && inputType == outputType);
        return of(longs(combine));
    }

    private Fold.Rule<Long> longs(BinaryOperator<Long> combine) {
        return new Fold.Rule<>(input, row -> Integers.read(row, input, inputType), combine, this::writeInteger);
    }

    private Fold.Rule<PgNumeric> numerics() {
        if (inputType == TypeOids.NUMERIC) {
            return new Fold.Rule<>(
                    input, row -> PgNumeric.decode(row.body, row.offset(input)), PgNumeric::plus, writer::numeric);
        }
        require(Integers.isInteger(inputType));
        return new Fold.Rule<>(
                input, row -> PgNumeric.of(Integers.read(row, input, inputType)), PgNumeric::plus, writer::numeric);
    }

    private Fold.Rule<Double> doubles() {
        require(inputType == TypeOids.FLOAT4 || inputType == TypeOids.FLOAT8);
        return new Fold.Rule<>(
                input,
                row -> inputType == TypeOids.FLOAT4
                        ? (double) row.body.getFloat(row.offset(input))
                        : row.body.getDouble(row.offset(input)),
                Additions::float8,
                writer::float8);
    }

    private Fold.Rule<PgInterval> intervals() {
        require(inputType == TypeOids.INTERVAL
                && (writer.binary() || "postgres".equals(writer.style().intervalStyle())));
        return new Fold.Rule<>(
                input, row -> PgInterval.decode(row.body, row.offset(input)), Additions::interval, writer::interval);
    }

    private void writeInteger(ByteBuf out, long value) {
        switch (outputType) {
            case TypeOids.INT2 -> writer.int2(out, (short) value);
            case TypeOids.INT4 -> writer.int4(out, (int) value);
            default -> writer.int8(out, value);
        }
    }

    private static <T> Supplier<Accumulator> of(Fold.Rule<T> rule) {
        return () -> new Fold<>(rule, null);
    }

    private static <T> Supplier<Accumulator> average(Fold.Rule<T> rule, int weight, Average.Division<T> division) {
        return () -> new Average<>(rule, weight, division);
    }

    private void require(boolean known) {
        if (!known) {
            throw shape.unmergeable(input, name());
        }
    }

    private String name() {
        return aggregate.kind().name().toLowerCase(Locale.ROOT);
    }
}
