package dev.colonnade.topology.store;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration file.
 *
 * @param file as it was named by whoever asked for it
 * @param key the path of the key, such as {@code colos.customer.key[0]}; empty for the whole file
 * @param line where the key stands, from 1; null where that isn't known
 * @param value the offending value; null where there is none, or none that may be shown
 * @param message what is wrong and what was expected
 * @param nearest the valid name that looks most like the value; null where none does
 */
public record Problem(
        String file,
        String key,
        @Nullable Integer line,
        @Nullable String value,
        String message,
        @Nullable String nearest) {
    /** A longer value is cut when it is shown. */
    private static final int VALUE_CHARACTERS_MAX = 80;

    /** One line: {@code conf/shop.yaml:12: tables.orders.colo: 'custmer': no such colo; did you mean customer?}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line != null) {
            text.append(':').append(line);
        }
        text.append(": ");
        if (!key.isEmpty()) {
            text.append(key).append(": ");
        }
        if (value != null) {
            text.append('\'').append(shortened(value)).append("': ");
        }
        text.append(message);
        if (nearest != null) {
            text.append("; did you mean ").append(nearest).append('?');
        }
        return text.toString();
    }

    private static String shortened(String value) {
        return value.length() <= VALUE_CHARACTERS_MAX ? value : value.substring(0, VALUE_CHARACTERS_MAX) + "...";
    }
}
