package dev.colonnade.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TableNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "orders|public|orders|public.orders",
                "Sales.Orders|sales|orders|sales.orders",
                "\"Sales\".\"Order \"\"Lines\"\"\"|Sales|Order \"Lines\"|\"Sales\".\"Order \"\"Lines\"\"\"",
                "\"a.b\"|public|a.b|public.\"a.b\"",
                "grüße|public|grüße|public.grüße"
            })
    void readsAndPrintsNames(String text, String schema, String name, String printed) {
        TableName table = TableName.of(text);
        assertEquals(new TableName(schema, name), table);
        assertEquals(printed, table.toString());
        assertEquals(table, TableName.of(printed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a.b.c", "\"a", "\"\"", "a b", "\"a\"b", "1a", "a\"b\""})
    void refusesOtherText(String text) {
        assertThrows(IllegalArgumentException.class, () -> TableName.of(text));
    }
}
