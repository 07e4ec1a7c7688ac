package dev.colonnade.topology;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that somebody probably meant: of a key in a file, an option, a table. Thread-safe. */
public final class NearestName {
    /** Names that differ by more than a third of their characters aren't typing errors of each other. */
    private static final int CHARACTERS_PER_ERROR = 3;
    /** Longer text isn't compared: it is no mistyped name, and comparing costs the product of both lengths. */
    private static final int NAME_CHARACTERS_MAX = 100;

    /** A shorter beginning says little. */
    private static final int BEGINNING_MIN = 3;

    private NearestName() {}

    /**
     * The valid name with the fewest edits from the given one, the first of equals; null if none is near. A name's beginning is one edit
     * away from it, and hyphens are as good as underscores.
     */
    public static @Nullable String to(String given, Collection<String> valid) {
        if (given.length() > NAME_CHARACTERS_MAX) {
            return null;
        }
        String nearest = null;
        int fewest = 1 + Math.max(2, given.length() / CHARACTERS_PER_ERROR);
        for (String name : valid) {
            if (name.length() <= NAME_CHARACTERS_MAX) {
                boolean begun = given.length() >= BEGINNING_MIN && plain(name).startsWith(plain(given));
                int edits = Math.min(edits(plain(given), plain(name)), begun ? 1 : Integer.MAX_VALUE);
                if (edits < fewest) {
                    fewest = edits;
                    nearest = name;
                }
            }
        }
        return nearest;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Insertions, deletions, replacements and swaps of neighbours that make one of the other. */
    private static int edits(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, from, to, i, j);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int cheapest(int[][] edits, String from, String to, int i, int j) {
        int replaced = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int cheapest = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(cheapest, 1 + edits[i - 2][j - 2]) : cheapest;
    }
}
