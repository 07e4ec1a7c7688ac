package dev.colonnade.it.sqltest;

import java.util.List;

/**
 * A verdict and why.
 *
 * @param reason empty for SAME; the refusal's text; or what differs
 * @param notes differences that aren't held against the proxy (texts of errors, notices, table OIDs)
 */
public record Finding(Verdict verdict, String reason, List<String> notes) {
    static Finding same(List<String> notes) {
        return new Finding(Verdict.SAME, "", List.copyOf(notes));
    }

    static Finding wrong(String reason) {
        return new Finding(Verdict.WRONG, reason, List.of());
    }

    static Finding refused(String reason) {
        return new Finding(Verdict.REFUSED, reason, List.of());
    }
}
