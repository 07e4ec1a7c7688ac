package dev.colonnade.server.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit, as PostgreSQL writes them in its own configuration: {@code 500ms}, {@code 64MB}. */
final class Quantity {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");

    private Quantity() {}

    /** A length of time; its unit is needed, so that nobody has to guess it. Empty where the text isn't one. */
    static Optional<Duration> duration(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(1));
        try {
            return switch (form.group(2)) {
                case "ms" -> Optional.of(Duration.ofMillis(number));
                case "s" -> Optional.of(Duration.ofSeconds(number));
                case "m", "min" -> Optional.of(Duration.ofMinutes(number));
                case "h" -> Optional.of(Duration.ofHours(number));
                case "d" -> Optional.of(Duration.ofDays(number));
                case "" -> number == 0 ? Optional.of(Duration.ZERO) : Optional.empty();
                default -> Optional.empty();
            };
        } catch (ArithmeticException tooLong) {
            return Optional.empty();
        }
    }

    /** A number of bytes, with a unit of powers of 1,024 or none. Empty where the text isn't one. */
    static Optional<Long> bytes(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(1));
        int shift = switch (form.group(2)) {
            case "", "B" -> 0;
            case "kB", "KB" -> 10;
            case "MB" -> 20;
            case "GB" -> 30;
            default -> -1;
        };
        boolean fits = shift >= 0 && number <= Long.MAX_VALUE >> shift;
        return fits ? Optional.of(number << shift) : Optional.empty();
    }

    /** A length of time in the largest unit that leaves no rest. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0 || millis == 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** A number of bytes in the largest unit that leaves no rest. */
    static String text(long bytes) {
        String[] units = {"GB", "MB", "kB"};
        for (int i = 0; i < units.length; i++) {
            int shift = 10 * (units.length - i);
            if (bytes != 0 && (bytes & ((1L << shift) - 1)) == 0) {
                return (bytes >> shift) + units[i];
            }
        }
        return Long.toString(bytes);
    }
}
