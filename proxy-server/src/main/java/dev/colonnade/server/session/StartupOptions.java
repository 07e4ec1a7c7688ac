package dev.colonnade.server.session;

import dev.colonnade.execution.pool.SessionSettings;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The startup parameter {@code options}: {@code -c name=value} and {@code --name=value}, blanks escaped by backslashes. */
final class StartupOptions {
    private StartupOptions() {}

    static SessionSettings add(SessionSettings settings, String options) {
        SessionSettings changed = settings;
        Iterator<String> words = words(options).iterator();
        while (words.hasNext()) {
            String word = words.next();
            String assignment;
            if (word.equals("-c") && words.hasNext()) {
                assignment = words.next();
            } else if (word.startsWith("-c")) {
                assignment = word.substring(2);
            } else if (word.startsWith("--")) {
                assignment = word.substring(2);
            } else {
                throw refused(word);
            }
            int equals = assignment.indexOf('=');
            if (equals <= 0) {
                throw refused(word);
            }
            String name = assignment.substring(0, equals).replace('-', '_').toLowerCase(Locale.ROOT);
            changed = changed.with(name, new SessionSettings.Value.Plain(assignment.substring(equals + 1)));
        }
        return changed;
    }

    private static StatementException refused(String word) {
        return new StatementException(ErrorFields.of(
                "FATAL",
                SqlState.FEATURE_NOT_SUPPORTED,
                "startup option \"" + word + "\" is not supported",
                "",
                "Use -c name=value."));
    }

    private static List<String> words(String options) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < options.length(); i++) {
            char c = options.charAt(i);
            if (c == '\\' && i + 1 < options.length()) {
                i++;
                word.append(options.charAt(i));
            } else if (Character.isWhitespace(c)) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
