package dev.colonnade.server.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;

/**
 * Errors by SQLSTATE class. A class that PostgreSQL's manual (Appendix A) doesn't list counts as {@code other}: SQL can
 * raise any, and the number of series must be bounded.
 */
final class ErrorCounters {
    private static final String[] CLASSES = {
        "03", "08", "09", "0A", "0B", "0F", "0L", "0P", "0Z", "10", "20", "21", "22", "23", "24", "25", "26", "27",
                "28",
        "2B", "2D", "2F", "34", "38", "39", "3B", "3D", "3F", "40", "42", "44", "53", "54", "55", "57", "58", "F0",
                "HV",
        "P0", "XX"
    };
    private static final int DIGITS = 36;

    /** By the two characters of the class, read as a number of base 36. */
    private final Counter[] counters = new Counter[DIGITS * DIGITS];

    private final Counter other;

    ErrorCounters(MeterRegistry registry) {
        other = counter("other", registry);
        Arrays.fill(counters, other);
        for (String sqlStateClass : CLASSES) {
            counters[index(sqlStateClass)] = counter(sqlStateClass, registry);
        }
    }

    void count(String sqlState) {
        int index = index(sqlState);
        (index < 0 ? other : counters[index]).increment();
    }

    /** -1 for what is no SQLSTATE. */
    private static int index(String sqlState) {
        if (sqlState.length() < 2) {
            return -1;
        }
        int first = digit(sqlState.charAt(0));
        int second = digit(sqlState.charAt(1));
        return first < 0 || second < 0 ? -1 : first * DIGITS + second;
    }

    /** SQLSTATEs have ASCII digits and capitals only. */
    private static int digit(char character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        return character >= 'A' && character <= 'Z' ? character - 'A' + 10 : -1;
    }

    private static Counter counter(String sqlStateClass, MeterRegistry registry) {
        return Counter.builder("colonnade.errors")
                .description("Errors sent to clients, by the first two characters of their SQLSTATE.")
                .tag("class", sqlStateClass)
                .register(registry);
    }
}
