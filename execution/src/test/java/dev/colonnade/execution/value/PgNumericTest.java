package dev.colonnade.execution.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class PgNumericTest {
    @Test
    void binaryAndTextAgreeWithPostgreSql() {
        for (String[] vector : Vectors.read("numeric.tsv")) {
            PgNumeric value = PgNumeric.decode(Vectors.binary(vector[0]), 0);
            assertEquals(vector[1], value.text());
            assertEquals(PgNumeric.parse(vector[1]), value);
            if (value.kind() == PgNumeric.Kind.FINITE) {
                ByteBuf out = Unpooled.buffer();
                value.encode(out);
                assertEquals(vector[0], Vectors.hex(out), vector[1]);
            }
        }
    }

    @Test
    void specialValuesSurviveEncoding() {
        for (String text : new String[] {"NaN", "Infinity", "-Infinity"}) {
            ByteBuf out = Unpooled.buffer().writeByte(0);
            PgNumeric.parse(text).encode(out);
            assertEquals(text, PgNumeric.decode(out, 1).text());
        }
    }

    @Test
    void aQuotientHasPostgreSqlsScale() {
        for (String[] vector : Vectors.read("numeric-quotient.tsv")) {
            PgNumeric quotient = PgNumeric.parse(vector[0]).dividedBy(Long.parseLong(vector[1]));
            assertEquals(vector[2], quotient.text(), vector[0] + " / " + vector[1]);
        }
    }

    @Test
    void aSumHasTheLargerScale() {
        for (String[] vector : Vectors.read("numeric-sum.tsv")) {
            PgNumeric sum = PgNumeric.parse(vector[0]).plus(PgNumeric.parse(vector[1]));
            assertEquals(vector[2], sum.text(), vector[0] + " + " + vector[1]);
        }
    }
}
