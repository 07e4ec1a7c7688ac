package dev.colonnade.planner.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Semicolons that end statements, and those that don't. */
final class StatementSplitterTest {

    @Test
    void statementsKeepTheirPlace() {
        assertEquals(
                List.of(
                        new StatementSplitter.Piece("SELECT 1", 0, null),
                        new StatementSplitter.Piece("\n SELECT 2 ", 9, null)),
                StatementSplitter.split("SELECT 1;\n SELECT 2 ;"));
    }

    @Test
    void oneStatementIsTheTextItself() {
        String text = "SELECT 1";
        assertSame(text, StatementSplitter.split(text).getFirst().text());
    }

    @Test
    void nothingIsNoStatement() {
        assertEquals(List.of(), StatementSplitter.split(" ; -- a\n ;; /* b; */"));
        assertEquals(List.of(), StatementSplitter.split(""));
    }

    @Test
    void semicolonsInsideTokensDontCount() {
        for (String text : List.of(
                "SELECT ';', \"a;b\", E'\\';', $$;$$, $t$;$$;$t$",
                "SELECT 1 /* ; /* ; */ ; */ -- ;",
                "SELECT U&'\\003b;' UESCAPE '\\'")) {
            assertEquals(1, StatementSplitter.split(text).size(), text);
        }
    }

    @Test
    void bodiesOfFunctionsAreWhole() {
        String text = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END";
        assertEquals(List.of(text, " BEGIN", " SELECT 1"), texts(text + "; BEGIN; SELECT 1"));
    }

    @Test
    void backslashesEndStringsByTheSessionsSetting() {
        assertEquals(2, StatementSplitter.split("SELECT '\\'; SELECT '", true).size());
        assertEquals(1, StatementSplitter.split("SELECT '\\'; SELECT '", false).size());
    }

    @Test
    void whatNeverEndsIsOneStatement() {
        assertEquals(List.of("SELECT 'a; b"), texts("SELECT 'a; b"));
    }

    private static List<String> texts(String text) {
        return StatementSplitter.split(text).stream()
                .map(StatementSplitter.Piece::text)
                .toList();
    }
}
