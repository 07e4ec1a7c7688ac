package dev.colonnade.planner.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as PostgreSQL's scanner cuts them. */
final class PgLexerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a=-1 | a = - 1",
                "a<=-1 | a <= - 1",
                "a@-1 | a @- 1",
                "a->>'b' | a ->> b",
                "a!=b | a <> b",
                "a<>-b | a <> - b",
                "1--2 | 1",
                "a*/**/b | a * b",
                "a<--b | a <",
                "x::int[] | x :: int [ ]",
                "a[1:2] | a [ 1 : 2 ]",
                "f(a=>1,b:=2) | f ( a => 1 , b := 2 )",
                "1.5.2 | 1.5 .2",
                "SELECT Foo$1 | select foo$1",
                "$1+$22 | 1 + 22",
                "0xfF 0b101 0O17 1_0 007 | 255 5 15 10 7",
                "1e5 1.e5 .5e+3 5. | 1e5 1.e5 .5e+3 5.",
                "9223372036854775807 9223372036854775808 | 9223372036854775807 9223372036854775808",
                "e'\\x41\\102\\u0043' | ABC",
                "E'\\xc3\\xa9' | \u00e9",
                "U&'d\\0061t\\+000061' | data",
                "U&'d!0061' UESCAPE '!' | da",
                "b'01' X'1f' | b01 x1f",
                "$$a$$ $x$b$$c$x$ | a b$$c",
                "'it''s' | it's",
            })
    void tokens(String text, String expected) {
        assertEquals(expected, String.join(" ", values(text)));
    }

    @Test
    void stringsGoOnBehindALineEnd() {
        assertEquals(List.of("ab"), values("'a'  \n -- c\n 'b'"));
        assertEquals(List.of("a", "b"), values("'a' 'b'"));
        assertEquals(List.of("a", "b"), values("'a' /* \n */ 'b'"));
    }

    @Test
    void namesAreCutToSixtyThreeBytes() {
        assertEquals("a".repeat(63), values("A".repeat(70)).getFirst());
        assertEquals(
                "\u00e9".repeat(31), values("\"" + "\u00e9".repeat(40) + "\"").getFirst());
    }

    @Test
    void onlyAsciiIsFolded() {
        assertEquals(List.of("\u00dcber"), values("\u00dcBER"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a",
                "\"a",
                "\"\"",
                "$$a",
                "/* a",
                "E'\\u00'",
                "b'2'",
                "x'g'",
                "123abc",
                "0x",
                "$1a",
                "a..b",
                "{",
                "\\",
                "N'a'",
                "$99999999999"
            })
    void whatIsNoTokenIsSaidSo(String text) {
        assertNotNull(PgLexer.scan(text, true).errorMessage());
    }

    private static List<String> values(String text) {
        TokenList tokens = PgLexer.scan(text, true);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < tokens.count(); i++) {
            values.add(tokens.value(i));
        }
        return values;
    }
}
