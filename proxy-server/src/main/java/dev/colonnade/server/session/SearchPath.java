package dev.colonnade.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The setting search_path as a list of schemas; {@code "$user"} stands for the user's. */
final class SearchPath {
    private SearchPath() {}

    /** A role's name as SET ROLE has it, in quotes or not. */
    static String name(String written) {
        List<String> names = parse(written, "");
        return names.isEmpty() ? "" : names.getFirst();
    }

    static List<String> parse(String text, String user) {
        List<String> schemas = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                StringBuilder name = new StringBuilder();
                at++;
                while (at < text.length()) {
                    if (text.charAt(at) == c) {
                        if (at + 1 < text.length() && text.charAt(at + 1) == c) {
                            at++;
                        } else {
                            break;
                        }
                    }
                    name.append(text.charAt(at++));
                }
                at++;
                add(schemas, name.toString(), user);
            } else if (Character.isWhitespace(c) || c == ',') {
                at++;
            } else {
                int from = at;
                while (at < text.length() && text.charAt(at) != ',' && !Character.isWhitespace(text.charAt(at))) {
                    at++;
                }
                add(schemas, text.substring(from, at).toLowerCase(Locale.ROOT), user);
            }
        }
        return schemas;
    }

    private static void add(List<String> schemas, String name, String user) {
        if (!name.isEmpty()) {
            schemas.add(name.equals("$user") ? user : name);
        }
    }
}
