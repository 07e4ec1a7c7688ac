package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.plan.PlanningException;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.plan.RowMerge.SortKey;
import dev.colonnade.planner.refusal.Refusals;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * LIMIT and OFFSET of the outermost query; what they are worth is known at Bind.
 *
 * @param ties the sort keys of WITH TIES; empty without
 */
public record Limit(Amount rows, Amount skipped, List<SortKey> ties) {
    private static final Pattern INTEGER = Pattern.compile("\\s*[+-]?[0-9]{1,30}\\s*");

    public static final Limit NONE = new Limit(new Amount.Absent(), new Amount.Absent(), List.of());

    public Limit {
        ties = List.copyOf(ties);
    }

    /** A number of rows. */
    public sealed interface Amount {
        /** Not there, ALL, or NULL. */
        record Absent() implements Amount {}

        /** May be negative: PostgreSQL then raises an error. */
        record Constant(long value) implements Amount {}

        /** {@code $n}, from 0. */
        record Parameter(int number) implements Amount {}
    }

    /** What the query says, without ties. */
    static Limit of(Query query, String text) {
        return new Limit(rows(query, text), amount(query.offset()), List.of());
    }

    Limit withTies(List<SortKey> keys) {
        return new Limit(rows, skipped, keys);
    }

    boolean isAbsent() {
        return rows instanceof Amount.Absent && skipped instanceof Amount.Absent;
    }

    private static Amount rows(Query query, String text) {
        Span clause = query.limitClause();
        if (clause != null
                && query.limit() == null
                && clause.of(text).toLowerCase(Locale.ROOT).startsWith("fetch")) {
            // FETCH FIRST ROW ONLY
            return new Amount.Constant(1);
        }
        return amount(query.limit());
    }

    private static Amount amount(@Nullable Expr expr) {
        return switch (expr) {
            case null -> new Amount.Absent();
            case Expr.Literal literal -> literal(literal);
            case Expr.Param param -> new Amount.Parameter(param.number() - 1);
            case Expr.Cast(var span, Expr operand, String type) when isInteger(type) -> amount(operand);
            case Expr.Op op -> computed(op);
            default -> throw notConstant(expr);
        };
    }

    private static Amount literal(Expr.Literal literal) {
        return switch (literal.kind()) {
            case NULL -> new Amount.Absent();
            case INTEGER, STRING -> {
                if (INTEGER.matcher(literal.value()).matches()) {
                    yield new Amount.Constant(
                            clamped(new BigInteger(literal.value().strip())));
                }
                if (literal.kind() == Expr.LiteralKind.STRING) {
                    throw Refusals.refuse(
                            literal.span(),
                            RefusalCode.NUMBER,
                            "invalid input syntax for type bigint: \"" + literal.value() + "\"",
                            "",
                            "");
                }
                throw notConstant(literal);
            }
            case NUMERIC, BIT_STRING, TRUE, FALSE -> throw notConstant(literal);
        };
    }

    /** Sums, differences and products of constants, as far as they fit. */
    private static Amount computed(Expr.Op op) {
        BigInteger value = null;
        for (Expr operand : op.operands()) {
            if (!(amount(operand) instanceof Amount.Constant(long number))) {
                throw notConstant(op);
            }
            BigInteger next = BigInteger.valueOf(number);
            value = value == null
                    ? next
                    : switch (op.operator()) {
                        case "+" -> value.add(next);
                        case "-" -> value.subtract(next);
                        case "*" -> value.multiply(next);
                        default -> throw notConstant(op);
                    };
        }
        boolean sign = op.operands().size() == 1
                && (op.operator().equals("-") || op.operator().equals("+"));
        if (value == null || (op.operands().size() == 1 && !sign) || value.bitLength() >= Integer.SIZE) {
            throw notConstant(op);
        }
        return new Amount.Constant(
                sign && op.operator().equals("-") ? value.negate().longValue() : value.longValue());
    }

    private static PlanningException notConstant(Expr expr) {
        return Refusals.refuse(
                expr.span(),
                RefusalCode.LIMIT,
                "cannot work out LIMIT or OFFSET over several databases",
                "It is neither a constant nor a parameter.",
                "Work out the number in the application and pass it as a parameter.");
    }

    private static boolean isInteger(String type) {
        return switch (type) {
            case "bigint", "int8", "integer", "int", "int4", "smallint", "int2" -> true;
            default -> false;
        };
    }

    private static long clamped(BigInteger value) {
        return value.bitLength() < Long.SIZE ? value.longValue() : Long.MAX_VALUE;
    }
}
