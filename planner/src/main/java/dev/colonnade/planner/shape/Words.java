package dev.colonnade.planner.shape;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lists of names, written so that they can be read. */
public final class Words {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Words() {}

    /** The words of a text, blanks between them. */
    public static Set<String> of(String text) {
        return BLANKS.splitAsStream(text.strip()).collect(Collectors.toUnmodifiableSet());
    }
}
