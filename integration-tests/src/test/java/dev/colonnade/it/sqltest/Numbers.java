package dev.colonnade.it.sqltest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.colonnade.it.wire.Reply;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;

/** Numbers in the precision that is promised. */
final class Numbers {
    private static final int REAL = 700;

    private Numbers() {}

    /** A float to the digits that don't depend on the order of additions. */
    static String rounded(String value, Reply.Field field) {
        double number;
        if (field.format() == 0) {
            number = Double.parseDouble(value);
        } else {
            ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(ISO_8859_1));
            number = field.typeOid() == REAL ? bytes.getFloat() : bytes.getDouble();
        }
        if (Double.isNaN(number) || Double.isInfinite(number) || number == 0) {
            return number == 0 ? "0" : String.valueOf(number);
        }
        return new BigDecimal(number)
                .round(new MathContext(field.typeOid() == REAL ? 5 : 11))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A numeric without trailing zeros of its fraction. */
    static String unscaled(String value, Reply.Field field) {
        if (field.format() == 0) {
            return value.equals("NaN") || value.endsWith("Infinity")
                    ? value
                    : new BigDecimal(value).stripTrailingZeros().toPlainString();
        }
        // Binary numeric: digit count, weight, sign, display scale, digits to the base of 10,000. Only the display
        // scale is passed over.
        return value.substring(0, 6) + value.substring(8);
    }
}
