package dev.colonnade.execution.value;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * An interval: three fields that don't carry into each other, though comparison folds them (a month is 30 days, a day 24 hours).
 *
 * <p>Binary layout: int64 microseconds, int32 days, int32 months. All fields at their extremes: infinite (since PostgreSQL 17).
 */
public record PgInterval(int months, int days, long micros) {
    static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final List<String> UNITS = List.of(" year", " mon", " day");
    private static final int DAYS_PER_MONTH = 30;
    private static final int SECONDS_PER_DAY = 86_400;

    public static PgInterval decode(ByteBuf value, int offset) {
        return new PgInterval(value.getInt(offset + 12), value.getInt(offset + 8), value.getLong(offset));
    }

    public void encode(ByteBuf out) {
        out.writeLong(micros).writeInt(days).writeInt(months);
    }

    /**
     * The fieldwise sum.
     *
     * @throws ArithmeticException where a field leaves its range, or infinities of both signs meet
     */
    public PgInterval plus(PgInterval other) {
        if (isInfinite() || other.isInfinite()) {
            if (isInfinite() && other.isInfinite() && !equals(other)) {
                throw new ArithmeticException("interval out of range");
            }
            return isInfinite() ? this : other;
        }
        return new PgInterval(
                Math.addExact(months, other.months),
                Math.addExact(days, other.days),
                Math.addExact(micros, other.micros));
    }

    /** Divides as PostgreSQL does: what a field can't hold goes down to the next in double precision, rounded to microseconds. */
    public PgInterval dividedBy(double divisor) {
        if (isInfinite()) {
            return this;
        }
        int wholeMonths = (int) (months / divisor);
        int wholeDays = (int) (days / divisor);
        double daysOfMonths = toMicroPrecision((months / divisor - wholeMonths) * DAYS_PER_MONTH);
        double seconds =
                toMicroPrecision((days / divisor - wholeDays + daysOfMonths - (int) daysOfMonths) * SECONDS_PER_DAY);
        if (Math.abs(seconds) >= SECONDS_PER_DAY) {
            int carried = (int) (seconds / SECONDS_PER_DAY);
            wholeDays += carried;
            seconds -= carried * (double) SECONDS_PER_DAY;
        }
        return new PgInterval(
                wholeMonths, wholeDays + (int) daysOfMonths, (long) Math.rint(micros / divisor + seconds * 1_000_000));
    }

    /** The text form in IntervalStyle postgres, such as {@code 1 year 2 mons -3 days +04:05:06.789}. */
    public String text() {
        if (isInfinite()) {
            return micros > 0 ? "infinity" : "-infinity";
        }
        StringBuilder out = new StringBuilder();
        boolean negative = false;
        int[] parts = {months / 12, months % 12, days};
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != 0) {
                out.append(out.isEmpty() ? "" : " ").append(negative && parts[i] > 0 ? "+" : "");
                out.append(parts[i]).append(UNITS.get(i)).append(parts[i] == 1 ? "" : "s");
                negative = parts[i] < 0;
            }
        }
        if (out.isEmpty() || micros != 0) {
            String sign = micros < 0 ? "-" : negative ? "+" : "";
            out.append(out.isEmpty() ? "" : " ").append(sign);
            appendTime(out);
        }
        return out.toString();
    }

    private void appendTime(StringBuilder out) {
        long seconds = Math.abs(micros / MICROS_PER_SECOND);
        long fraction = Math.abs(micros % MICROS_PER_SECOND);
        appendPadded(out, seconds / 3600, 2).append(':');
        appendPadded(out, seconds / 60 % 60, 2).append(':');
        appendPadded(out, seconds % 60, 2);
        if (fraction != 0) {
            appendPadded(out.append('.'), fraction, 6);
            while (out.charAt(out.length() - 1) == '0') {
                out.setLength(out.length() - 1);
            }
        }
    }

    private static StringBuilder appendPadded(StringBuilder out, long value, int digits) {
        String text = Long.toString(value);
        return out.repeat('0', digits - Math.min(digits, text.length())).append(text);
    }

    private boolean isInfinite() {
        return (micros == Long.MAX_VALUE && days == Integer.MAX_VALUE && months == Integer.MAX_VALUE)
                || (micros == Long.MIN_VALUE && days == Integer.MIN_VALUE && months == Integer.MIN_VALUE);
    }

    /** The folded interval is this many days ... */
    static long spanDays(ByteBuf value, int offset) {
        return value.getInt(offset + 12) * (long) DAYS_PER_MONTH
                + value.getInt(offset + 8)
                + Math.floorDiv(value.getLong(offset), MICROS_PER_DAY);
    }

    /** ... and this many microseconds, 0 or more and less than a day. */
    static long spanRest(ByteBuf value, int offset) {
        return Math.floorMod(value.getLong(offset), MICROS_PER_DAY);
    }

    private static double toMicroPrecision(double x) {
        return Math.rint(x * 1_000_000.0) / 1_000_000.0;
    }
}
