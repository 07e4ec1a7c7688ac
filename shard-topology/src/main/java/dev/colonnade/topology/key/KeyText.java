package dev.colonnade.topology.key;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a key value from its text: an untyped literal or a parameter in text format, as the type's input function in
 * PostgreSQL would. Where servers of different majors disagree ({@code 0x1F}, {@code 1_000}: accepted from 16 on) the
 * newer reading is taken; an older server refuses such text itself, on whatever shard it arrives.
 */
public final class KeyText {
    /** Digits before the point that a numeric may have; PostgreSQL refuses more. */
    private static final int NUMERIC_WEIGHT_DECIMALS_MAX = 131_072;
    /** Digits behind the point that a numeric may have. */
    private static final int NUMERIC_SCALE_MAX = 16_383;
    /** Longer text isn't looked at: no finite numeric needs it, and a client mustn't be able to spend our time with it. */
    private static final int NUMBER_CHARACTERS_MAX = 160_000;

    /** Enough for any exponent within the limits above, few enough for an int. */
    private static final int EXPONENT_DIGITS_MAX = 9;
    /** Possessive throughout: it never goes back, so that its stack doesn't grow with the text. */
    private static final Pattern NUMERIC =
            Pattern.compile("([+-]?+)([0-9_]*+)(?:\\.([0-9_]*+))?+(?:[eE]([+-]?+)([0-9_]++))?+");

    private static final Pattern ISO_DATE = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
    private static final LocalDate DATE_EPOCH = LocalDate.of(2000, 1, 1);

    private KeyText() {}

    /**
     * The value that the text stands for.
     *
     * @return empty where it can't be proven: text that PostgreSQL refuses, values out of the type's range, NaN and
     *     infinities, dates in other forms than {@code yyyy-mm-dd}. What that means is the caller's decision.
     */
    public static Optional<ShardKeyValue> parse(KeyType type, String text) {
        return switch (type) {
            case INT2 -> integer(text, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT4 -> integer(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT8 -> integer(text, Long.MIN_VALUE, Long.MAX_VALUE);
            case TEXT -> text(text);
            case BPCHAR -> text(ShardHasher.withoutTrailingBlanks(text));
            case UUID -> uuid(text);
            case NUMERIC -> numeric(text);
            case DATE -> date(text);
        };
    }

    private static Optional<ShardKeyValue> integer(String text, long min, long max) {
        String trimmed = trimmed(text);
        int at = 0;
        boolean negative = false;
        if (!trimmed.isEmpty() && (trimmed.charAt(0) == '-' || trimmed.charAt(0) == '+')) {
            negative = trimmed.charAt(0) == '-';
            at++;
        }
        int radix = radix(trimmed, at);
        boolean underscoreMayLead = radix != 10;
        if (radix != 10) {
            at += 2;
        }
        if (at == trimmed.length()) {
            return Optional.empty();
        }
        // kept negative, since the smallest long has no positive twin
        long value = 0;
        long lowest = negative ? min : -max;
        for (boolean first = true; at < trimmed.length(); at++, first = false) {
            if (trimmed.charAt(at) == '_') {
                if (first && !underscoreMayLead) {
                    return Optional.empty();
                }
                at++;
            }
            int digit = at < trimmed.length() ? asciiDigit(trimmed.charAt(at), radix) : -1;
            if (digit < 0 || value < (lowest + digit) / radix) {
                return Optional.empty();
            }
            value = value * radix - digit;
        }
        return Optional.of(new ShardKeyValue.Int(negative ? value : -value));
    }

    private static int radix(String text, int at) {
        if (text.length() < at + 2 || text.charAt(at) != '0') {
            return 10;
        }
        return switch (text.charAt(at + 1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
    }

    /** PostgreSQL's text holds neither NUL nor half a character. */
    private static Optional<ShardKeyValue> text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return Optional.empty();
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new ShardKeyValue.Text(text));
    }

    /** 32 hex digits, optionally in braces, with an optional hyphen behind each group of four. */
    private static Optional<ShardKeyValue> uuid(String text) {
        int at = 0;
        int end = text.length();
        if (end > 0 && text.charAt(0) == '{') {
            if (text.charAt(end - 1) != '}') {
                return Optional.empty();
            }
            at++;
            end--;
        }
        long high = 0;
        long low = 0;
        for (int digits = 0; digits < 32; digits++) {
            if (digits > 0 && digits % 4 == 0 && at < end && text.charAt(at) == '-') {
                at++;
            }
            int digit = at < end ? asciiDigit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                return Optional.empty();
            }
            high = high << 4 | low >>> 60;
            low = low << 4 | digit;
            at++;
        }
        return at == end ? Optional.of(new ShardKeyValue.Uuid(high, low)) : Optional.empty();
    }

    private static Optional<ShardKeyValue> numeric(String text) {
        if (text.length() > NUMBER_CHARACTERS_MAX) {
            return Optional.empty();
        }
        String trimmed = trimmed(text);
        Matcher matcher = NUMERIC.matcher(trimmed);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String whole = matcher.group(2);
        String fraction = Objects.requireNonNullElse(matcher.group(3), "");
        String exponentDigits = Objects.requireNonNullElse(matcher.group(5), "0");
        if ((whole + fraction).isEmpty()
                || !underscoresStandBetweenDigits(whole)
                || !underscoresStandBetweenDigits(fraction)
                || !underscoresStandBetweenDigits(exponentDigits)) {
            return Optional.empty();
        }
        whole = withoutUnderscores(whole);
        fraction = withoutUnderscores(fraction);
        exponentDigits = withoutUnderscores(exponentDigits);
        if (exponentDigits.length() > EXPONENT_DIGITS_MAX) {
            return Optional.empty();
        }
        int exponent = Integer.parseInt(exponentDigits) * ("-".equals(matcher.group(4)) ? -1 : 1);
        if (fraction.length() - exponent > NUMERIC_SCALE_MAX) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(matcher.group(1) + whole + fraction)
                .scaleByPowerOfTen(exponent - fraction.length())
                .stripTrailingZeros();
        if (value.precision() - (long) value.scale() > NUMERIC_WEIGHT_DECIMALS_MAX) {
            return Optional.empty();
        }
        return Optional.of(new ShardKeyValue.Numeric(value));
    }

    private static Optional<ShardKeyValue> date(String text) {
        Matcher matcher = ISO_DATE.matcher(trimmed(text));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(matcher.group(1));
        if (year == 0) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.of(year, Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
            return Optional.of(new ShardKeyValue.Date((int) ChronoUnit.DAYS.between(DATE_EPOCH, date)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /** Without the characters at both ends that C's isspace() knows. */
    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static int asciiDigit(char c, int radix) {
        return c < 128 ? Character.digit(c, radix) : -1;
    }

    private static boolean underscoresStandBetweenDigits(String digits) {
        return !digits.startsWith("_") && !digits.endsWith("_") && !digits.contains("__");
    }

    private static String withoutUnderscores(String digits) {
        return digits.replace("_", "");
    }
}
