package dev.colonnade.execution.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The text form of float4 and float8, as PostgreSQL prints it.
 *
 * <p>With extra_float_digits above 0 (the default): the fewest digits that only this value lies nearest to; a decimal exactly halfway to
 * the neighbour isn't taken, whichever way a reader would round it (here {@link Double#toString} differs). Otherwise 15 (6 for float4)
 * significant digits plus the negative setting.
 */
public final class FloatText {
    private static final int FLOAT8_DIGITS = 15;
    private static final int FLOAT4_DIGITS = 6;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final int EXPONENT_MIN = -4;

    private FloatText() {}

    public static String float8(double value, int extraFloatDigits) {
        if (!Double.isFinite(value) || value == 0) {
            return special(value);
        }
        BigDecimal exact = new BigDecimal(Math.abs(value));
        BigDecimal shown = extraFloatDigits > 0
                ? shortest(
                        exact,
                        halfway(exact, Math.nextDown(Math.abs(value)), Math.ulp(value)),
                        halfway(exact, Math.nextUp(Math.abs(value)), Math.ulp(value)),
                        new BigDecimal(Double.toString(Math.abs(value))))
                : rounded(exact, FLOAT8_DIGITS + extraFloatDigits);
        int digits = extraFloatDigits > 0 ? FLOAT8_DIGITS : Math.max(1, FLOAT8_DIGITS + extraFloatDigits);
        return print(value < 0, shown, digits);
    }

    public static String float4(float value, int extraFloatDigits) {
        if (!Float.isFinite(value) || value == 0) {
            return special(value);
        }
        BigDecimal exact = new BigDecimal(Math.abs(value));
        BigDecimal shown = extraFloatDigits > 0
                ? shortest(
                        exact,
                        halfway(exact, Math.nextDown(Math.abs(value)), Math.ulp(value)),
                        halfway(exact, Math.nextUp(Math.abs(value)), Math.ulp(value)),
                        new BigDecimal(Float.toString(Math.abs(value))))
                : rounded(exact, FLOAT4_DIGITS + extraFloatDigits);
        int digits = extraFloatDigits > 0 ? FLOAT4_DIGITS : Math.max(1, FLOAT4_DIGITS + extraFloatDigits);
        return print(value < 0, shown, digits);
    }

    /**
     * Reads PostgreSQL's text form.
     *
     * @throws NumberFormatException where it is none
     */
    public static double parse(String text) {
        return switch (text) {
            case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
            case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return value > 0 ? "Infinity" : "-Infinity";
    }

    private static BigDecimal halfway(BigDecimal value, double neighbour, double unit) {
        BigDecimal other = Double.isFinite(neighbour) ? new BigDecimal(neighbour) : value.add(new BigDecimal(unit));
        return value.add(other).divide(TWO);
    }

    /** @param closed the shortest decimal that may also be one of the bounds, with up to one digit too many */
    private static BigDecimal shortest(BigDecimal exact, BigDecimal below, BigDecimal above, BigDecimal closed) {
        for (int digits = Math.max(1, closed.stripTrailingZeros().precision() - 1); ; digits++) {
            BigDecimal nearest = rounded(exact, digits);
            if (nearest.compareTo(below) > 0 && nearest.compareTo(above) < 0) {
                return nearest;
            }
            // At a power of two the gap above is twice the gap below: the farther decimal may be the one that is
            // inside.
            BigDecimal next = exact.round(new MathContext(digits, RoundingMode.UP));
            if (next.compareTo(above) < 0) {
                return next;
            }
        }
    }

    private static BigDecimal rounded(BigDecimal exact, int digits) {
        return exact.round(new MathContext(Math.max(1, digits), RoundingMode.HALF_EVEN));
    }

    /** Without an exponent while that is between -4 and {@code digits}. */
    private static String print(boolean negative, BigDecimal value, int digits) {
        BigDecimal stripped = value.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        StringBuilder out = new StringBuilder();
        if (negative) {
            out.append('-');
        }
        if (exponent >= EXPONENT_MIN && exponent < digits) {
            return out.append(stripped.toPlainString()).toString();
        }
        String significand = stripped.unscaledValue().toString();
        out.append(significand.charAt(0));
        if (significand.length() > 1) {
            out.append('.').append(significand, 1, significand.length());
        }
        int size = Math.abs(exponent);
        return out.append('e')
                .append(exponent < 0 ? '-' : '+')
                .append(size < 10 ? "0" : "")
                .append(size)
                .toString();
    }
}
