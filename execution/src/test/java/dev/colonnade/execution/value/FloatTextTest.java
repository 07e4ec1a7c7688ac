package dev.colonnade.execution.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FloatTextTest {
    @Test
    void float8PrintsAsPostgreSqlDoes() {
        for (String[] vector : Vectors.read("float8.tsv")) {
            double value = Vectors.binary(vector[0]).getDouble(0);
            assertEquals(vector[1], FloatText.float8(value, 1), vector[0]);
            assertEquals(vector[2], FloatText.float8(value, 0), vector[0]);
            assertEquals(vector[3], FloatText.float8(value, -3), vector[0]);
            assertEquals(value, FloatText.parse(vector[1]), vector[1]);
        }
    }

    @Test
    void float4PrintsAsPostgreSqlDoes() {
        for (String[] vector : Vectors.read("float4.tsv")) {
            float value = Vectors.binary(vector[0]).getFloat(0);
            assertEquals(vector[1], FloatText.float4(value, 3), vector[0]);
            assertEquals(vector[2], FloatText.float4(value, 0), vector[0]);
            assertEquals(vector[3], FloatText.float4(value, -3), vector[0]);
            assertEquals(value, (float) FloatText.parse(vector[1]), vector[1]);
        }
    }
}
