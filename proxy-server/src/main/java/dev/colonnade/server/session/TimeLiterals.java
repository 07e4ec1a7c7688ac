package dev.colonnade.server.session;

/**
 * Finds string literals that PostgreSQL turns into a moment at Parse: {@code 'now' 'today' 'tomorrow' 'yesterday'}. A statement with one is
 * never shared between sessions or kept for later, or it would answer with an old day. A literal inside a comment counts too: harmless.
 */
final class TimeLiterals {
    private static final String[] WORDS = {"now", "today", "tomorrow", "yesterday"};

    private TimeLiterals() {}

    static boolean in(String sql) {
        for (int quote = sql.indexOf('\''); quote >= 0; quote = sql.indexOf('\'', quote + 1)) {
            int at = quote + 1;
            while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
                at++;
            }
            for (String word : WORDS) {
                if (sql.regionMatches(true, at, word, 0, word.length())) {
                    return true;
                }
            }
        }
        return false;
    }
}
