package dev.colonnade.server.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what somebody who mistyped a name most likely meant. */
final class NearestName {
    private NearestName() {}

    /**
     * The valid name with the fewest edits to what was written, or null if even that one is too far off to be meant. The
     * beginning of a name is one edit away from it.
     */
    static @Nullable String to(String written, Collection<String> valid) {
        String nearest = null;
        int fewest = Math.max(2, written.length() / 3) + 1;
        for (String name : valid) {
            boolean begun = written.length() >= 3 && plain(name).startsWith(plain(written));
            int edits = begun ? 1 : edits(plain(written), plain(name));
            if (edits < fewest) {
                fewest = edits;
                nearest = name;
            }
        }
        return nearest;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
