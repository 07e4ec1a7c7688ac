package dev.colonnade.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** SQL identifiers as people write them in a configuration. Knows no reserved words: none are parsed here. */
public final class Identifiers {
    private static final Pattern PLAIN = Pattern.compile("[a-z_\\P{ASCII}][a-z0-9_$\\P{ASCII}]*");
    private static final Pattern UNQUOTED = Pattern.compile("[A-Za-z_\\P{ASCII}][A-Za-z0-9_$\\P{ASCII}]*");

    private Identifiers() {}

    /**
     * The identifiers of a dotted name, folded.
     *
     * @throws IllegalArgumentException if a part is empty, has an open quote or characters that need quotes
     */
    public static List<String> parse(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        do {
            int end = text.startsWith("\"", at) ? quotedEnd(text, at) : plainEnd(text, at);
            String part = text.substring(at, end);
            parts.add(part.startsWith("\"") ? unquoted(part, text) : folded(part, text));
            if (end < text.length() && text.charAt(end) != '.') {
                throw malformed(text);
            }
            at = end + 1;
        } while (at <= text.length());
        return parts;
    }

    /**
     * The one identifier that the text is, folded.
     *
     * @throws IllegalArgumentException if it is not exactly one
     */
    public static String parseOne(String text) {
        List<String> parts = parse(text);
        if (parts.size() != 1) {
            throw malformed(text);
        }
        return parts.getFirst();
    }

    /** The identifier with quotes where it needs them to be read back as it is. */
    public static String print(String identifier) {
        return PLAIN.matcher(identifier).matches() ? identifier : '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static int plainEnd(String text, int at) {
        int point = text.indexOf('.', at);
        return point < 0 ? text.length() : point;
    }

    private static int quotedEnd(String text, int at) {
        int end = at + 1;
        while (true) {
            int quote = text.indexOf('"', end);
            if (quote < 0) {
                throw malformed(text);
            }
            if (!text.startsWith("\"\"", quote)) {
                return quote + 1;
            }
            end = quote + 2;
        }
    }

    private static String unquoted(String part, String text) {
        String name = part.substring(1, part.length() - 1).replace("\"\"", "\"");
        if (name.isEmpty()) {
            throw malformed(text);
        }
        return name;
    }

    private static String folded(String part, String text) {
        if (!UNQUOTED.matcher(part).matches()) {
            throw malformed(text);
        }
        return part.toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("identifier: '" + text + "' (expected: a name, in double quotes if it"
                + " has capitals or characters other than letters, digits and _)");
    }
}
