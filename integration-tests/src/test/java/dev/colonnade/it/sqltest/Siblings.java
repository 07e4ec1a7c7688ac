package dev.colonnade.it.sqltest;

import dev.colonnade.planner.sql.SqlTokens;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts with a statement's tokens and other literals of the same kinds. */
final class Siblings {
    private static final Pattern STATEMENT = Pattern.compile("(?is)\\s*(select|insert|update|delete|with|values)\\b.*");
    private static final Pattern DATE = Pattern.compile("'\\d{4}-\\d\\d-\\d\\d.*", Pattern.DOTALL);
    private static final Pattern INTEGER = Pattern.compile("\\d{1,8}");

    private Siblings() {}

    /** None for what isn't planned by shape, and for several statements in one text. */
    static Set<String> of(String sql) {
        SqlTokens tokens = SqlTokens.of(sql);
        if (!STATEMENT.matcher(sql).matches() || sql.indexOf(';') >= 0) {
            return Set.of();
        }
        Set<String> siblings = new LinkedHashSet<>();
        for (int step : List.of(1, 3)) {
            String sibling = sibling(sql, tokens, step);
            if (!sibling.equals(sql)) {
                siblings.add(sibling);
            }
        }
        return siblings;
    }

    private static String sibling(String sql, SqlTokens tokens, int step) {
        StringBuilder out = new StringBuilder("/* sibling */ ");
        int at = 0;
        for (int i = 0; i < tokens.count(); i++) {
            String token = sql.substring(tokens.start(i), tokens.end(i));
            out.append(sql, at, tokens.start(i));
            out.append(tokens.isLiteral(i) ? literal(token, step) : token);
            at = tokens.end(i);
        }
        return out.append(sql, at, sql.length()).toString();
    }

    private static String literal(String token, int step) {
        if (INTEGER.matcher(token).matches()) {
            return Integer.toString(Integer.parseInt(token) + step);
        }
        if (token.charAt(0) != '\'' || token.length() < 3 || DATE.matcher(token).matches()) {
            return token;
        }
        char last = token.charAt(token.length() - 2);
        boolean changeable = Character.isLetter(last) || Character.isDigit(last);
        char other = Character.isDigit(last) ? (char) ('0' + (last - '0' + step) % 10) : step == 1 ? 'k' : 'q';
        return changeable ? token.substring(0, token.length() - 2) + other + "'" : token;
    }
}
