package dev.colonnade.it.sqltest;

/**
 * What a comparison found. The later constant is the graver one.
 */
public enum Verdict {
    SAME,
    /** The proxy declined, cleanly: 0A000 with DETAIL or HINT, before any row. */
    REFUSED,
    WRONG;

    Verdict worse(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
