package dev.colonnade.cli.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatementSplitterTest {
    private final StatementSplitter splitter = new StatementSplitter();

    @Test
    void cutsAtSemicolons() {
        check(List.of("select 1", "select 2"), "select 1; select 2;");
        check(List.of("select\n1"), "select", "1;");
        check(List.of(), ";;  ;");
    }

    @Test
    void leavesSemicolonsInQuotesAlone() {
        check(List.of("select ';', 'it''s;'"), "select ';', 'it''s;';");
        check(List.of("select \";\""), "select \";\";");
        check(List.of("select E'\\';'"), "select E'\\';';");
        check(List.of("select name'\\'"), "select name'\\';");
        check(List.of("select $$;$$, $a$ $$;$$ $a$"), "select $$;$$, $a$ $$;$$ $a$;");
        check(List.of("select $1"), "select $1;");
        check(List.of("select a$b$c"), "select a$b$c;");
    }

    @Test
    void leavesSemicolonsInCommentsAlone() {
        check(List.of("select 1 -- ;\n"), "select 1 -- ;", "\n;");
        check(List.of("select /* ; /* ; */ ; */ 1"), "select /* ; /* ; */ ; */ 1;");
    }

    @Test
    void knowsWhetherAStatementHasBegun() {
        splitter.feed("");
        assertFalse(splitter.pending());
        splitter.feed("select 'a");
        assertTrue(splitter.pending());
        splitter.clear();
        assertEquals(List.of("select 1"), splitter.feed("select 1;"));
        splitter.feed("  select 2 ");
        assertEquals("select 2", splitter.rest());
    }

    private void check(List<String> expected, String... lines) {
        List<String> statements = new ArrayList<>();
        for (String line : lines) {
            statements.addAll(splitter.feed(line));
        }
        assertEquals(expected.stream().map(String::strip).toList(), statements);
        assertFalse(splitter.pending(), splitter.rest());
    }
}
