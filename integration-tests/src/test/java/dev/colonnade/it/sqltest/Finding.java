package dev.colonnade.it.sqltest;

import java.util.List;
import java.util.Locale;

/**
 * A verdict and why.
 *
 * @param reason empty for SAME; the refusal's text; or what differs
 * @param notes differences that aren't held against the proxy (texts of errors, notices, table OIDs)
 */
public record Finding(Verdict verdict, String reason, List<String> notes) {
    public Finding {
        reason = printable(reason);
        notes = notes.stream().map(Finding::printable).toList();
    }

    /** Bytes that are no text come as hexadecimal escapes. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.chars()
                .forEach(c -> out.append(
                        c < ' ' || (c >= 0x7f && c < 0x100)
                                ? String.format(Locale.ROOT, "\\x%02x", c)
                                : String.valueOf((char) c)));
        return out.toString();
    }

    static Finding same(List<String> notes) {
        return new Finding(Verdict.SAME, "", notes);
    }

    static Finding wrong(String reason) {
        return new Finding(Verdict.WRONG, reason, List.of());
    }

    static Finding refused(String reason) {
        return new Finding(Verdict.REFUSED, reason, List.of());
    }
}
