package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.Comparators;
import dev.colonnade.execution.value.FloatText;
import dev.colonnade.execution.value.PgNumeric;
import dev.colonnade.execution.value.TypeOids;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;

/**
 * {@code column operator constant}: numbers in their order (floats in double precision), character types, enums and booleans for equality
 * only.
 */
final class ConstantComparison {
    private static final String STEP = "HAVING";

    private ConstantComparison() {}

    static RowCondition of(int index, Relation relation, String constant, BranchRow shape) {
        ToIntFunction<Row> comparison = comparison(index, relation, constant, shape);
        return row -> row.isNull(index) ? Truth.UNKNOWN : Truth.of(relation.holds(comparison.applyAsInt(row)));
    }

    private static ToIntFunction<Row> comparison(int index, Relation relation, String constant, BranchRow shape) {
        MergeColumn column = shape.at(index);
        return switch (column.typeOid()) {
            case TypeOids.INT2, TypeOids.INT4, TypeOids.INT8, TypeOids.NUMERIC -> {
                PgNumeric number = numeric(constant, index, shape);
                yield row -> numeric(row, index, column).compareValue(number);
            }
            case TypeOids.FLOAT4, TypeOids.FLOAT8 -> {
                double number = number(constant, index, shape);
                yield row -> Comparators.compareFloats(number(row, index, column), number);
            }
            case TypeOids.BOOL -> {
                requireEquality(relation, index, shape);
                boolean truth = truth(constant, index, shape);
                yield row -> Boolean.compare(truth(row, index, column), truth);
            }
            case TypeOids.TEXT, TypeOids.VARCHAR, TypeOids.NAME -> {
                requireEquality(relation, index, shape);
                yield row -> text(row, index).compareTo(constant);
            }
            case TypeOids.BPCHAR -> {
                requireEquality(relation, index, shape);
                String stripped = withoutTrailingBlanks(constant);
                yield row -> withoutTrailingBlanks(text(row, index)).compareTo(stripped);
            }
            default -> {
                requireEquality(relation, index, shape);
                if (!column.enumType()) {
                    throw shape.unmergeable(index, STEP);
                }
                yield row -> text(row, index).compareTo(constant);
            }
        };
    }

    private static void requireEquality(Relation relation, int index, BranchRow shape) {
        if (!relation.isEquality()) {
            throw shape.unmergeable(index, STEP);
        }
    }

    private static PgNumeric numeric(Row row, int index, MergeColumn column) {
        if (!column.binary()) {
            return PgNumeric.parse(text(row, index));
        }
        return column.typeOid() == TypeOids.NUMERIC
                ? PgNumeric.decode(row.body, row.offset(index))
                : PgNumeric.of(Integers.read(row, index, column.typeOid()));
    }

    private static double number(Row row, int index, MergeColumn column) {
        if (!column.binary()) {
            // The nearest float4 first, since that is the value whose digits these are.
            return column.typeOid() == TypeOids.FLOAT4
                    ? (float) FloatText.parse(text(row, index))
                    : FloatText.parse(text(row, index));
        }
        return column.typeOid() == TypeOids.FLOAT4
                ? row.body.getFloat(row.offset(index))
                : row.body.getDouble(row.offset(index));
    }

    private static boolean truth(Row row, int index, MergeColumn column) {
        return row.body.getByte(row.offset(index)) == (column.binary() ? 1 : 't');
    }

    private static String text(Row row, int index) {
        return row.body.toString(row.offset(index), row.length(index), StandardCharsets.UTF_8);
    }

    private static PgNumeric numeric(String constant, int index, BranchRow shape) {
        try {
            return PgNumeric.parse(constant.strip());
        } catch (NumberFormatException e) {
            throw shape.unmergeable(index, STEP);
        }
    }

    private static double number(String constant, int index, BranchRow shape) {
        try {
            return FloatText.parse(constant.strip());
        } catch (NumberFormatException e) {
            throw shape.unmergeable(index, STEP);
        }
    }

    private static boolean truth(String constant, int index, BranchRow shape) {
        return switch (constant) {
            case "t", "true" -> true;
            case "f", "false" -> false;
            default -> throw shape.unmergeable(index, STEP);
        };
    }

    private static String withoutTrailingBlanks(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
