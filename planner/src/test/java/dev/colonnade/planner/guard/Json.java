package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The shapes that come again and again in PostgreSQL's trees. */
final class Json {
    private Json() {}

    /** The one field of a node: its kind. */
    static String kind(JsonNode node) {
        return node.isObject() && node.size() == 1 ? node.fieldNames().next() : "";
    }

    static JsonNode body(JsonNode node) {
        return node.path(kind(node));
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    /** The strings of a list of String nodes; {@code *} for a star. */
    static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        for (JsonNode element : list) {
            strings.add(kind(element).equals("A_Star") ? "*" : text(element.path("String"), "sval"));
        }
        return strings;
    }

    /** What an enumeration's constant says behind its prefix. */
    static String behind(String prefix, String constant) {
        String word = constant.startsWith(prefix) ? constant.substring(prefix.length()) : constant;
        return word.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
