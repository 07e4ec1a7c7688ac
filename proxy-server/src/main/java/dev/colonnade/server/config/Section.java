package dev.colonnade.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colonnade.topology.NearestName;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the configuration file while it is read. A key that is missing gives its default; one that is wrong gives its
 * default too and a problem, so that one reading finds all problems. Whoever has asked for all keys calls {@link #finish}.
 */
final class Section {
    private final String file;
    private final String name;
    private final ObjectNode node;
    private final List<ConfigProblem> problems;
    private final Set<String> known = new LinkedHashSet<>();

    Section(String file, String name, ObjectNode node, List<ConfigProblem> problems) {
        this.file = file;
        this.name = name;
        this.node = node;
        this.problems = problems;
    }

    /** A mapping inside this one; an empty one where it is missing. */
    Section section(String key) {
        JsonNode child = find(key);
        if (child instanceof ObjectNode mapping) {
            return new Section(file, fullName(key), mapping, problems);
        }
        if (child != null) {
            problem(key, child, "expected a mapping of keys");
        }
        return new Section(file, fullName(key), node.objectNode(), problems);
    }

    String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    /** The text of a key, null where it is missing. */
    @Nullable
    String text(String key) {
        JsonNode value = find(key);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            problem(key, value, "expected a text");
            return null;
        }
        return value.textValue();
    }

    /** The text of a key that must not be shown, null where it is missing. */
    @Nullable
    Secret secret(String key) {
        JsonNode value = find(key);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            problem(key, null, "expected a text in quotes");
            return null;
        }
        return Secret.of(value.textValue());
    }

    int integer(String key, int otherwise, int min, int max) {
        JsonNode value = find(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            problem(key, value, "expected a whole number from " + min + " to " + max);
            return otherwise;
        }
        return value.intValue();
    }

    long bytes(String key, long otherwise, long min, long max) {
        JsonNode value = find(key);
        if (value == null) {
            return otherwise;
        }
        Long bytes = value.isTextual() || value.isIntegralNumber()
                ? Quantity.bytes(value.asText()).orElse(null)
                : null;
        if (bytes == null || bytes < min || bytes > max) {
            problem(
                    key,
                    value,
                    "expected a number of bytes such as 64MB, from " + Quantity.text(min) + " to "
                            + Quantity.text(max));
            return otherwise;
        }
        return bytes;
    }

    Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        JsonNode value = find(key);
        if (value == null) {
            return otherwise;
        }
        Duration duration = value.isTextual() || value.isIntegralNumber()
                ? Quantity.duration(value.asText()).orElse(null)
                : null;
        if (duration == null || duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            problem(
                    key,
                    value,
                    "expected a time with its unit such as 500ms, 10s, 5m or 1h, from " + Quantity.text(min) + " to "
                            + Quantity.text(max));
            return otherwise;
        }
        return duration;
    }

    /** Says what is wrong with a key's value. */
    void problem(String key, @Nullable JsonNode value, String expected) {
        problems.add(new ConfigProblem(file, fullName(key), value == null ? null : value.toString(), expected, null));
    }

    /** Says that a key's text isn't one of those that it may have. */
    void notOneOf(String key, String text, List<String> valid) {
        problems.add(new ConfigProblem(
                file, fullName(key), text, "expected one of " + String.join(", ", valid), NearestName.to(text, valid)));
    }

    /** Complains about the keys that nobody asked for. */
    void finish() {
        node.propertyStream().filter(entry -> !known.contains(entry.getKey())).forEach(entry -> {
            String expected = "unknown key; expected one of " + String.join(", ", known);
            problems.add(new ConfigProblem(
                    file, fullName(entry.getKey()), null, expected, NearestName.to(entry.getKey(), known)));
        });
    }

    private @Nullable JsonNode find(String key) {
        known.add(key);
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? null : value;
    }

    private String fullName(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }
}
