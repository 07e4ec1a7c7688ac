package dev.colonnade.server.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a configuration file.
 *
 * @param file as it was named
 * @param key the full name, such as {@code limits.sessions}; empty where the file as a whole is meant
 * @param value as it was written; null where there is none or it is a secret
 * @param expected what is wrong and what would be right
 * @param nearest the valid name that looks most like what was written
 */
public record ConfigProblem(
        String file,
        String key,
        @Nullable String value,
        String expected,
        @Nullable String nearest) {
    /** One line: file, key, value, what is expected, the nearest name. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(file).append(": ");
        if (!key.isEmpty()) {
            line.append(key).append(": ");
        }
        if (value != null) {
            line.append(value).append(": ");
        }
        line.append(expected);
        if (nearest != null) {
            line.append("; did you mean ").append(nearest).append('?');
        }
        return line.toString();
    }
}
