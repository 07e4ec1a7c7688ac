package dev.colonnade.execution.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class PgIntervalTest {
    private static final PgInterval INFINITY = new PgInterval(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);
    private static final PgInterval NEGATIVE_INFINITY =
            new PgInterval(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);

    @Test
    void binaryAndTextAgreeWithPostgreSql() {
        for (String[] vector : Vectors.read("interval.tsv")) {
            PgInterval value = decode(vector[0]);
            assertEquals(vector[1], value.text());
            ByteBuf out = Unpooled.buffer();
            value.encode(out);
            assertEquals(vector[0], Vectors.hex(out));
        }
    }

    @Test
    void sumsAndQuotientsAgreeWithPostgreSql() {
        for (String[] vector : Vectors.read("interval-sum.tsv")) {
            assertEquals(vector[2], decode(vector[0]).plus(decode(vector[1])).text());
        }
        for (String[] vector : Vectors.read("interval-quotient.tsv")) {
            PgInterval quotient = decode(vector[0]).dividedBy(Integer.parseInt(vector[1]));
            assertEquals(vector[2], quotient.text(), vector[0] + " / " + vector[1]);
        }
    }

    @Test
    void infinitiesAbsorbAndDoNotMeet() {
        PgInterval day = new PgInterval(0, 1, 0);
        assertEquals("infinity", day.plus(INFINITY).text());
        assertEquals("-infinity", NEGATIVE_INFINITY.plus(day).dividedBy(3).text());
        assertEquals(INFINITY, INFINITY.plus(INFINITY));
        assertThrows(ArithmeticException.class, () -> INFINITY.plus(NEGATIVE_INFINITY));
        assertThrows(ArithmeticException.class, () -> new PgInterval(0, Integer.MAX_VALUE, 0).plus(day));
    }

    private static PgInterval decode(String hex) {
        return PgInterval.decode(Vectors.binary(hex), 0);
    }
}
