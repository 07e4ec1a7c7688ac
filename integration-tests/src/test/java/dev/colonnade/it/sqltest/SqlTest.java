package dev.colonnade.it.sqltest;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A named test: one statement, or a script of several on one session.
 *
 * @param category the file's name: the class of statements it belongs to
 * @param ordinal its place among the tests of the class, from 0
 * @param fetch rows per Execute in the extended protocol; 0 for all
 */
public record SqlTest(
        String category,
        int ordinal,
        String title,
        int line,
        List<Step> steps,
        Expectation expectation,
        List<Mode> modes,
        int fetch) {
    private static final Pattern READS_ONLY =
            Pattern.compile("^\\s*(select|values|table|show|explain|with)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern WRITES = Pattern.compile(
            "\\b(insert|update|delete|merge|truncate|copy|nextval|setval|create|drop|alter|into|do|call)\\b",
            Pattern.CASE_INSENSITIVE);

    /** What may come of a test. */
    public enum Expectation {
        SAME_OR_REFUSED,
        /** A refusal is a failure too. */
        SAME,
        /** An answer other than a refusal is a failure. */
        REFUSED
    }

    /** The way statements travel. */
    public enum Mode {
        SIMPLE,
        EXTENDED_TEXT,
        EXTENDED_BINARY
    }

    public boolean script() {
        return steps.size() > 1;
    }

    /** Whether rows can't have changed. */
    boolean readsOnly() {
        return steps.stream()
                .allMatch(step -> READS_ONLY.matcher(step.sql()).find()
                        && !WRITES.matcher(step.sql()).find()
                        && !step.sql().toLowerCase(Locale.ROOT).contains("complain"));
    }

    /** A name for reports. */
    public String id() {
        return category + ":" + line + " " + title;
    }
}
