package dev.colonnade.execution.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CopyFieldsTest {
    @Test
    void textFieldsLoseTheirEscapes() {
        Map<String, String> text = Map.of();
        check(text, "1\ta\tb", "1", "a", "b");
        check(text, "\t\t", "", "", "");
        check(text, "a\\tb\\n\\\\\tx\\\ty\t\\b\\f\\r\\v", "a\tb\n\\", "x\ty", "\b\f\r\013");
        check(text, "\\101\\x42\\x4G\t\\1012\\x422\\8\t\\xg", "AB\004G", "A2B28", "xg");
        check(text, "\\N\t\\\\N\tN", "NULL", "\\N", "N");
        check(text, "\303\244\t\\303\\244", "Ã¤", "ä");
        check(text, "a\\", "a");
        check(Map.of("delimiter", "|", "null", ""), "||\\|", "NULL", "NULL", "|");
        check(Map.of("default", "\\D"), "\\D\tD", "DEFAULT", "D");
    }

    @Test
    void csvFieldsLoseTheirQuotes() {
        Map<String, String> csv = Map.of("format", "csv");
        check(csv, "1,a,b", "1", "a", "b");
        check(csv, ",\"\",", "NULL", "", "NULL");
        check(csv, "\"a,b\",\"a\"\"b\",a\"b,c\"d", "a,b", "a\"b", "ab,cd");
        check(csv, "\"a\nb\", \"x\" ,\"y\"z", "a\nb", " x ", "yz");
        check(csv, "1,\"open,2", "1");
        check(csv, "\\N,\\t", "\\N", "\\t");
        check(Map.of("format", "csv", "escape", "\\"), "\"a\\\"b\",\"a\\\\\",\"a\\nb\"", "a\"b", "a\\", "a\\nb");
        check(Map.of("format", "csv", "null", "nil"), "nil,\"nil\",", "NULL", "nil", "");
    }

    @Test
    void markersCanBeForced() {
        check(Map.of("format", "csv", "force_null", "c1"), ",\"\",\"\"", "NULL", "NULL", "");
        check(Map.of("format", "csv", "force_not_null", "*"), ",\"\",x", "", "", "x");
        check(Map.of("format", "csv", "force_not_null", "*", "force_null", "*"), ",\"\",x", "", "NULL", "x");
    }

    @Test
    void fieldsAreFoundInAnyOrder() {
        byte[] row = Cut.bytes("a,b,c");
        CopyFields fields =
                new CopyFields(CopyFormat.of(Map.of("format", "csv")).orElseThrow(), List.of(2, 0), List.of("z", "x"));
        fields.read(row, 0, row.length);
        assertEquals("c", fields.text(0));
        assertEquals("a", fields.text(1));
        fields.read(row, 0, 3);
        assertEquals(CopyFields.Kind.MISSING, fields.kind(0));
        assertEquals("a", fields.text(1));
    }

    private static void check(Map<String, String> options, String row, String... expected) {
        CopyFields fields =
                new CopyFields(CopyFormat.of(options).orElseThrow(), List.of(0, 1, 2), List.of("c0", "c1", "c2"));
        byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
        fields.read(bytes, 0, bytes.length);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            switch (fields.kind(i)) {
                case TEXT -> found.add(String.valueOf(fields.text(i)));
                case NULL, DEFAULT -> found.add(fields.kind(i).name());
                case MISSING -> {
                    // shows by what isn't there
                }
            }
        }
        assertEquals(List.of(expected), found, row);
    }
}
