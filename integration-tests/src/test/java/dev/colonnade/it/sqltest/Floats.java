package dev.colonnade.it.sqltest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.colonnade.it.wire.Reply;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;

/** Float values to the digits that don't depend on the order of additions. */
final class Floats {
    private static final int REAL = 700;

    private Floats() {}

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
}
