package dev.colonnade.execution.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CopyRowsTest {
    private static final Map<String, String> TEXT = Map.of();
    private static final Map<String, String> CSV = Map.of("format", "csv");

    @Test
    void linesEndAsTheFirstOneDoes() {
        check(TEXT, "1\ta\n2\tb\n", "1:1\ta\n", "1:2\tb\n");
        check(TEXT, "1\r\n2\r\n", "1:1\r\n", "1:2\r\n");
        check(TEXT, "1\r2\r", "1:1\r", "1:2\r");
        check(CSV, "1,a\r\n2,b", "1:1,a\r\n", "1:2,b");
        check(TEXT, "1\n2", "1:1\n", "1:2");
        check(TEXT, "\n\n", "1:\n", "1:\n");
        check(TEXT, "");
    }

    @Test
    void anotherLineEndIsAnError() {
        check(TEXT, "1\n2\r3\n", "1:1\n", "22P04 line 2: literal carriage return found in data");
        check(TEXT, "1\r\n2\n3\r\n", "1:1\r\n", "22P04 line 2: literal newline found in data");
        check(TEXT, "1\r\n2\r3\r\n", "1:1\r\n", "22P04 line 2: literal carriage return found in data");
        check(TEXT, "1\r2\n", "1:1\r", "22P04 line 2: literal newline found in data");
        check(CSV, "1\n2\r\n", "1:1\n", "22P04 line 2: unquoted carriage return found in data");
        check(CSV, "1\r\n2\n", "1:1\r\n", "22P04 line 2: unquoted newline found in data");
        check(TEXT, "1\r\n2\r", "1:1\r\n", "22P04 line 2: literal carriage return found in data");
    }

    @Test
    void backslashesTakeTheNextByteWithThem() {
        check(TEXT, "1\ta\\\nb\n2\n", "1:1\ta\\\nb\n", "1:2\n");
        check(TEXT, "1\\\\\n2\n", "1:1\\\\\n", "1:2\n");
        check(TEXT, "1\\\\.\n2\n", "1:1\\\\.\n", "1:2\n");
        check(TEXT, "1\\\r\n2\n", "1:1\\\r\n", "1:2\n");
        check(TEXT, "1\\", "1:1\\");
    }

    @Test
    void aPointBehindABackslashEndsTheData() {
        check(TEXT, "1\n\\.\nrest\r\n", "1:1\n");
        check(TEXT, "1\r\n\\.\r\nrest", "1:1\r\n");
        check(TEXT, "1\r\\.\rrest", "1:1\r");
        check(TEXT, "\\.\n");
        check(TEXT, "1\n2\\.\n", "1:1\n", "1:2");
        check(TEXT, "1\n\\.x\n", "1:1\n", "22P04 line 2: end-of-copy marker corrupt");
        check(TEXT, "1\n\\.", "1:1\n", "22P04 line 2: end-of-copy marker corrupt");
        check(TEXT, "1\r\n\\.\n", "1:1\r\n", "22P04 line 2: end-of-copy marker does not match previous newline style");
        check(TEXT, "1\n\\.\r\n", "1:1\n", "22P04 line 2: end-of-copy marker does not match previous newline style");
    }

    @Test
    void csvKnowsTheMarkerOnlyOnALineOfItsOwn() {
        check(CSV, "1\n\\.\nrest\n", "1:1\n");
        check(CSV, "1\n\\.,2\n", "1:1\n", "1:\\.,2\n");
        check(CSV, "1\n2,\\.\n", "1:1\n", "1:2,\\.\n");
        check(CSV, "1\r\n\\.\n3\r\n", "1:1\r\n", "22P04 line 2: unquoted newline found in data");
        check(CSV, "1\n\\.", "1:1\n", "1:\\.");
    }

    @Test
    void quotedLineEndsBelongToTheRow() {
        check(CSV, "1,\"a\nb\"\n2,c\n", "1:1,\"a\nb\"\n", "1:2,c\n");
        check(CSV, "h\n1,\"a\nb\"\n2,c\n", "1:h\n", "2:1,\"a\nb\"\n", "1:2,c\n");
        check(CSV, "1,\"a\"\"\n\"\"b\"\n2\n", "1:1,\"a\"\"\n\"\"b\"\n", "1:2\n");
        check(CSV, "1,\"open\n2\n", "1:1,\"open\n2\n");
        Map<String, String> backslash = Map.of("format", "csv", "escape", "\\");
        check(backslash, "1,\"a\\\"\nb\"\n2\n", "1:1,\"a\\\"\nb\"\n", "1:2\n");
        check(backslash, "1,\"a\\\\\"\n2\n", "1:1,\"a\\\\\"\n", "1:2\n");
        check(Map.of("format", "csv", "quote", "'"), "1,'\n'\n\"\n", "1:1,'\n'\n", "1:\"\n");
    }

    @Test
    void theHeaderIsARowOfItsOwn() {
        check(Map.of("format", "csv", "header", "true"), "\"a\nb\",c\n1,2\n", "H1:\"a\nb\",c\n", "1:1,2\n");
        check(Map.of("header", "match"), "a\tb\n1\t2\n", "H1:a\tb\n", "1:1\t2\n");
    }

    @Test
    void aRowHasABound() {
        CopyRows rows = new CopyRows(CopyFormat.of(TEXT).orElseThrow(), 100);
        byte[] ten = Cut.bytes("1234567890");
        for (int i = 0; i < 10; i++) {
            rows.append(Unpooled.wrappedBuffer(ten), 0, ten.length);
            assertFalse(rows.next());
        }
        rows.append(Unpooled.wrappedBuffer(ten), 0, ten.length);
        assertEquals("54000", assertThrows(CopyException.class, rows::next).sqlState());
    }

    @Test
    void manyRowsNeedNoMoreRoomThanOneMessage() {
        CopyRows rows = new CopyRows(CopyFormat.of(TEXT).orElseThrow());
        byte[] piece = Cut.bytes("0123456789\tabcdefghijklmnopqrstuvwxyz\n".repeat(100) + "0123");
        long count = 0;
        for (int i = 0; i < 1000; i++) {
            rows.append(Unpooled.wrappedBuffer(piece), 0, piece.length);
            while (rows.next()) {
                count++;
            }
        }
        assertEquals(100_000, count);
        assertTrue(rows.bytes().length <= 16 << 10, "bytes kept: " + rows.bytes().length);
    }

    /** The stream in one piece, and cut at each byte and each pair of bytes. */
    private static void check(Map<String, String> options, String stream, String... expected) {
        byte[] bytes = Cut.bytes(stream);
        assertEquals(List.of(expected), Cut.rows(options, bytes), stream);
        for (int i = 0; i <= bytes.length; i++) {
            assertEquals(List.of(expected), Cut.rows(options, bytes, i), stream + " cut at " + i);
            for (int j = i; j <= bytes.length; j++) {
                assertEquals(List.of(expected), Cut.rows(options, bytes, i, j), stream + " cut at " + i + ", " + j);
            }
        }
    }
}
