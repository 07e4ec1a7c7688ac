package dev.colonnade.planner.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the text is, parsing ends soon and with an answer. */
final class StatementParserLimitsTest {

    @ParameterizedTest
    @ValueSource(strings = {"(1#)", "(select #)", "case when # then 1 end", "a[#]", "f(#)", "array[#]"})
    @Timeout(20)
    void nestingIsBounded(String pattern) {
        int hash = pattern.indexOf('#');
        String open = pattern.substring(0, hash);
        String close = pattern.substring(hash + 1);
        ParseOutcome.Failed failed = assertInstanceOf(
                ParseOutcome.Failed.class,
                StatementParser.parse("SELECT " + open.repeat(1_000) + "1" + close.repeat(1_000)));
        assertTrue(failed.tooComplex(), failed.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(#)", "(select #)", "f(#)"})
    void nestingThatPeopleWriteIsRead(String pattern) {
        int hash = pattern.indexOf('#');
        String text = "SELECT " + pattern.substring(0, hash).repeat(140) + "1"
                + pattern.substring(hash + 1).repeat(140);
        assertInstanceOf(ParseOutcome.Parsed.class, StatementParser.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"- ", "NOT ", "@ "})
    @Timeout(20)
    void prefixOperatorsAreBounded(String operator) {
        ParseOutcome outcome = StatementParser.parse("SELECT " + operator.repeat(100_000) + "a");
        assertTrue(assertInstanceOf(ParseOutcome.Failed.class, outcome).tooComplex());
    }

    @ParameterizedTest
    @ValueSource(strings = {"+ 1 ", "|| 'a' ", "::int", "[1] ", "union select 1 ", "is null "})
    @Timeout(20)
    void chainsAreBounded(String link) {
        String text = "SELECT a " + link.repeat(20_000);
        if (StatementParser.parse(text) instanceof ParseOutcome.Failed failed) {
            assertTrue(failed.tooComplex(), failed.message());
        }
    }

    @Test
    @Timeout(20)
    void thousandsOfConditionsAreRead() {
        String text = "SELECT 1 WHERE a = 0" + " AND a = 1".repeat(5_000) + " OR b = 2".repeat(5_000);
        assertInstanceOf(ParseOutcome.Parsed.class, StatementParser.parse(text));
        assertTrue(assertInstanceOf(ParseOutcome.Failed.class, StatementParser.parse(text + " OR c".repeat(20_000)))
                .tooComplex());
    }

    @Test
    @Timeout(20)
    void thousandsOfRowsAreRead() {
        String text = "INSERT INTO t VALUES (0, 'x', DEFAULT)" + ", (1, $1, now())".repeat(20_000);
        assertInstanceOf(ParseOutcome.Parsed.class, StatementParser.parse(text));
    }

    @Test
    void failuresSayWhatTheTextMentions() {
        ParseOutcome.Failed failed = assertInstanceOf(
                ParseOutcome.Failed.class, StatementParser.parse("SELECT f(Users.\"Id\" : 1) FROM users"));
        assertEquals(Set.of("select", "f", "users", "Id", "from"), failed.mentioned());
        assertEquals(20, failed.position());
        assertEquals(":", failed.construct());
    }

    /** Pieces cut out, doubled and replaced at random, by a fixed seed: never an exception, and spans stay inside the text. */
    @Test
    void mutilatedStatementsNeverThrow() throws IOException {
        List<String> texts = new ArrayList<>();
        try (var files = Files.list(Path.of("src/test/statements"))) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    if (!line.startsWith("=> ") && !line.startsWith("#")) {
                        texts.add(line);
                    }
                }
            }
        }
        Random random = new Random(20_240_601);
        for (int round = 0; round < 40; round++) {
            for (String text : texts) {
                String mutilated = mutilate(text, texts.get(random.nextInt(texts.size())), random);
                StatementSplitter.split(mutilated);
                if (StatementParser.parse(mutilated) instanceof ParseOutcome.Parsed parsed) {
                    assertEquals(List.of(), SpanWalk.spansOutside(mutilated, (Record) parsed.statement()), mutilated);
                }
            }
        }
    }

    private static String mutilate(String text, String other, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(12));
        String middle = switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> text.substring(from, to).repeat(2);
            case 2 -> other.substring(0, random.nextInt(other.length() + 1));
            default -> String.valueOf("()'\"$;,.:[]-+*/\\\u00e9\n".charAt(random.nextInt(18)));
        };
        return text.substring(0, from) + middle + text.substring(to);
    }
}
