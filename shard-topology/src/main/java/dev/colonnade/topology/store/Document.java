package dev.colonnade.topology.store;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.colonnade.topology.NearestName;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A parsed file that still knows on which line each of its values stands.
 *
 * @param file as it was named by whoever asked for it
 * @param lines of the keys of mappings and the elements of lists, from 1
 */
record Document(String file, JsonNode root, Map<JsonPointer, Integer> lines) {
    private static final int NAMES_LISTED_MAX = 20;

    Entry entry() {
        return new Entry(this, JsonPointer.empty(), root);
    }

    /**
     * A problem at a key or, where it is missing, in the mapping that should have it. Where no valid name is near the value,
     * some of the valid ones are listed.
     */
    Problem problem(JsonPointer at, @Nullable String value, String message, Collection<String> valid) {
        String nearest = value == null ? null : NearestName.to(value, valid);
        boolean listed = nearest == null && !valid.isEmpty();
        return new Problem(file, path(at), line(at), value, listed ? message + expected(valid) : message, nearest);
    }

    /** A problem with a key that stands in its mapping once more. */
    Problem repeatedKey(JsonPointer at, int line) {
        return new Problem(file, path(at), line, null, "this key stands on line " + line(at) + " already", null);
    }

    private static String expected(Collection<String> valid) {
        String names = valid.stream().limit(NAMES_LISTED_MAX).collect(Collectors.joining(", "));
        return " (expected one of " + names + (valid.size() > NAMES_LISTED_MAX ? ", ..." : "") + ")";
    }

    private @Nullable Integer line(JsonPointer at) {
        for (JsonPointer place = at; place != null; place = place.head()) {
            Integer line = lines.get(place);
            if (line != null) {
                return line;
            }
        }
        return null;
    }

    /** The key's path as people write it: {@code rules[0].columns}. */
    private String path(JsonPointer at) {
        StringBuilder path = new StringBuilder();
        JsonNode parent = root;
        for (JsonPointer rest = at; !rest.matches(); rest = rest.tail()) {
            String segment = rest.getMatchingProperty();
            if (parent.isArray()) {
                path.append('[').append(segment).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(segment);
            }
            parent = parent.isArray() ? parent.path(rest.getMatchingIndex()) : parent.path(segment);
        }
        return path.toString();
    }
}
