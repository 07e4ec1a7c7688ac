package dev.colonnade.execution.value;

/**
 * The session settings that the text form of a computed value depends on.
 *
 * @param extraFloatDigits extra_float_digits, -15 to 3
 * @param intervalStyle IntervalStyle, in lower case
 */
public record TextStyle(int extraFloatDigits, String intervalStyle) {
    /** PostgreSQL's defaults. */
    public static final TextStyle DEFAULT = new TextStyle(1, "postgres");
}
