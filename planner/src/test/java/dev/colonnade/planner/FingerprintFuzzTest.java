package dev.colonnade.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.colonnade.planner.sql.SqlTokens;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fingerprints are equal for texts that differ in literals, blanks, comments and the case of names, and for no others. */
final class FingerprintFuzzTest {
    private static final long SEED = 4_711;
    private static final int STATEMENTS = 20_000;
    private static final List<String> KINDS = List.of(
            "'a'", "E'a'", "$$a$$", "U&'a'", "1", "9999999999", "1.0", "B'1'", "X'1'", "NULL", "TRUE", "x", "$1");

    private final Random random = new Random(SEED);

    @Test
    void siblingsAreEqual() {
        StatementGenerator generator = new StatementGenerator(random);
        SiblingTexts siblings = new SiblingTexts(random);
        for (int i = 0; i < STATEMENTS; i++) {
            String sql = generator.statement();
            String sibling = siblings.of(sql);
            assertEquals(print(sql), print(sibling), () -> sql + "\n" + sibling);
        }
    }

    @Test
    void oneTokenMakesADifference() {
        StatementGenerator generator = new StatementGenerator(random);
        for (int i = 0; i < STATEMENTS; i++) {
            String sql = generator.statement();
            String other = withOneTokenChanged(sql);
            assertNotEquals(print(sql), print(other), () -> sql + "\n" + other);
        }
    }

    @Test
    void kindsOfLiteralsAreKeptApart() {
        for (String one : KINDS) {
            for (String other : KINDS) {
                String message = one + " and " + other;
                assertEquals(one.equals(other), print("SELECT " + one).equals(print("SELECT " + other)), message);
            }
        }
    }

    @Test
    void momentsAreNoLiterals() {
        assertNotEquals(print("SELECT 'now'::date"), print("SELECT 'today'::date"));
        assertNotEquals(print("SELECT ' Today '"), print("SELECT 'a'"));
        assertNotEquals(print("SELECT E'yesterday'"), print("SELECT E'a'"));
    }

    @Test
    void namesAreFoldedUnlessQuoted() {
        assertEquals(print("select A from T"), print("SELECT a FROM t -- x"));
        assertNotEquals(print("SELECT \"A\" FROM t"), print("SELECT a FROM t"));
        assertNotEquals(print("SELECT \"a\" FROM t"), print("SELECT a FROM t"));
    }

    @Test
    void whatIsNoTextOfAStatementHasNone() {
        assertNull(SqlTokens.of("SELECT 'a").fingerprint());
        assertNull(SqlTokens.of("").fingerprint());
        assertNull(SqlTokens.of("SELECT \0 1").fingerprint());
        assertNull(
                SqlTokens.of("SELECT 1 WHERE 1 IN (" + "1, ".repeat(64) + "1)").fingerprint());
        assertNull(
                SqlTokens.of("SELECT 1 WHERE 1 IN (" + "-1, ".repeat(64) + "1)").fingerprint());
    }

    private String withOneTokenChanged(String sql) {
        SqlTokens tokens = SqlTokens.of(sql);
        int i = random.nextInt(tokens.count());
        String token = sql.substring(tokens.start(i), tokens.end(i));
        String changed = switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> token + " , " + token;
            case 2 -> tokens.isLiteral(i) ? kindOtherThan(token) : token + " x";
            default -> token.equals("=") ? "<" : token.equals("y") ? "z" : "y";
        };
        return sql.substring(0, tokens.start(i)) + " " + changed + " " + sql.substring(tokens.end(i));
    }

    private String kindOtherThan(String token) {
        String other = KINDS.get(random.nextInt(KINDS.size()));
        return print(token).equals(print(other)) ? "y" : other;
    }

    private static String print(String sql) {
        @Nullable String print = SqlTokens.of(sql).fingerprint();
        return print == null ? "none: " + sql : print;
    }
}
