package dev.colonnade.server.session;

import java.util.List;
import java.util.Locale;

/**
 * Which statements leave something behind on the server connection that can't be moved to another one. In front of one database such a
 * session keeps its connection; over several databases the planner refuses them. Judged by words, so a word in a comment or literal
 * reserves a connection for nothing: harmless.
 */
final class LeavesState {
    private static final List<String> WORDS = List.of(
            "temp",
            "temporary",
            "pg_temp",
            "advisory_lock",
            "advisory_lock_shared",
            "listen",
            "hold",
            "prepare",
            "load",
            "setseed",
            "nextval",
            "setval",
            "lo_open",
            "set_config");

    private LeavesState() {}

    static boolean in(String sql) {
        String lower = sql.toLowerCase(Locale.ROOT);
        for (String word : WORDS) {
            for (int at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
                int end = at + word.length();
                boolean starts = at == 0 || !Character.isLetterOrDigit(lower.charAt(at - 1));
                boolean ends = end == lower.length() || !Character.isLetterOrDigit(lower.charAt(end));
                if (starts && ends) {
                    return true;
                }
            }
        }
        return false;
    }
}
