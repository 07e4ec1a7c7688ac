package dev.colonnade.planner;

import dev.colonnade.planner.sql.SqlTokens;
import java.util.List;
import java.util.Random;

/** Texts with the tokens of a text and other literals of the same kinds, blanks and comments. */
final class SiblingTexts {
    private static final List<String> INT4 =
            List.of("0", "1", "2", "3", "4", "5", "7", "10", "42", "1_000", "0x1F", "007", "2147483647", "65536");
    private static final List<String> INT8 = List.of("2147483648", "9999999999", "9223372036854775807");
    private static final List<String> NUMERIC =
            List.of("1.0", "1.5", "0.0", "3.00", "42.", "1e1", "12345678901234567890", "1e400", "4.25");
    private static final List<String> STRINGS = List.of(
            "'a'",
            "''",
            "'A'",
            "'1'",
            "'2'",
            "'42'",
            "' 7 '",
            "'x''y'",
            "'$1'",
            "'{1,2}'",
            "'{3}'",
            "'2026-01-02'",
            "'2026-1-2'",
            "'abc'",
            "'-- no'",
            "'/*'",
            "'7f0c2d3e-0000-4000-8000-000000000001'",
            "'99999999999999999999'",
            "'open'",
            "'1.5'",
            "'-3'");
    private static final List<String> ESCAPED = List.of("E'a'", "e'\\n'", "E'\\'1'", "E'5'", "e''", "E'\\x41'");
    private static final List<String> DOLLAR = List.of("$$a$$", "$$5$$", "$q$it's$q$", "$$ ; $$");
    private static final List<String> UNICODE = List.of("U&'a'", "U&'\\0041'", "u&'5'");
    private static final List<String> BITS = List.of("B'1'", "b'0101'", "B''");
    private static final List<String> HEX = List.of("X'1F'", "x'00'", "X'a'");
    private static final List<String> BLANKS = List.of(" ", "\n", "\t ", " /* c */ ", " -- it's $1\n", "/**/", " \n  ");

    private final Random random;

    SiblingTexts(Random random) {
        this.random = random;
    }

    /** Not the time words: they are no literals for this. */
    String of(String sql) {
        SqlTokens tokens = SqlTokens.of(sql);
        StringBuilder out = new StringBuilder();
        int at = 0;
        boolean literals = random.nextInt(8) != 0;
        boolean blanks = random.nextInt(3) != 0;
        for (int i = 0; i < tokens.count(); i++) {
            String between = sql.substring(at, tokens.start(i));
            out.append(
                    blanks && !between.isEmpty() && i > 0 && !continuesString(sql, tokens, i)
                            ? BLANKS.get(random.nextInt(BLANKS.size()))
                            : between);
            String token = sql.substring(tokens.start(i), tokens.end(i));
            boolean change = literals && tokens.isLiteral(i) && random.nextInt(4) != 0;
            out.append(change ? literal(token) : token);
            at = tokens.end(i);
        }
        out.append(sql, at, sql.length());
        String sibling = out.toString();
        // adjacent tokens may have grown together: "1" beside "e1"
        return SqlTokens.of(sibling).count() == tokens.count() ? sibling : sql;
    }

    /** Two strings with a line break between them would be one. */
    private static boolean continuesString(String sql, SqlTokens tokens, int i) {
        return sql.charAt(tokens.start(i)) == '\'';
    }

    String literal(String token) {
        char first = token.charAt(0);
        return switch (first) {
            case '\'' -> token.matches("(?i)'\\s*(now|today|tomorrow|yesterday).*") ? token : pick(STRINGS);
            case '$' -> pick(DOLLAR);
            case 'e', 'E' -> pick(ESCAPED);
            case 'u', 'U' -> token.contains("UESCAPE") ? token : pick(UNICODE);
            case 'b', 'B' -> pick(BITS);
            case 'x', 'X' -> pick(HEX);
            default -> number(token);
        };
    }

    private String number(String token) {
        if (!token.matches("[0-9]+")) {
            return token.matches("0[xXoObB].*") || token.contains("_") ? token : pick(NUMERIC);
        }
        if (token.length() > 18) {
            return token;
        }
        return pick(Long.parseLong(token) <= Integer.MAX_VALUE ? INT4 : INT8);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
