package dev.colonnade.planner.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The text form of a one-dimensional array: <code>{1,"two",NULL}</code>. */
public final class ArrayText {
    private final String text;
    private int at = 1;

    private ArrayText(String text) {
        this.text = text;
    }

    /** The elements, null for NULL; empty where the text isn't a plain one-dimensional array. */
    public static Optional<List<@Nullable String>> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() < 2 || trimmed.charAt(0) != '{' || trimmed.charAt(trimmed.length() - 1) != '}') {
            return Optional.empty();
        }
        return new ArrayText(trimmed).elements();
    }

    private Optional<List<@Nullable String>> elements() {
        List<@Nullable String> elements = new ArrayList<>();
        int end = text.length() - 1;
        if (text.substring(1, end).isBlank()) {
            return Optional.of(elements);
        }
        while (true) {
            skipBlanks();
            if (at >= end) {
                return Optional.empty();
            }
            String element = text.charAt(at) == '"' ? quoted(end) : plain(end);
            if (element == null) {
                return Optional.empty();
            }
            elements.add(element.equals(NULL_MARK) ? null : element);
            skipBlanks();
            if (at == end) {
                return Optional.of(elements);
            }
            if (text.charAt(at++) != ',') {
                return Optional.empty();
            }
        }
    }

    /** Stands for NULL among elements; no element can hold a NUL character. */
    private static final String NULL_MARK = "\0";

    private @Nullable String quoted(int end) {
        StringBuilder element = new StringBuilder();
        for (at++; at < end && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
            element.append(text.charAt(at));
        }
        return at++ < end ? element.toString() : null;
    }

    private @Nullable String plain(int end) {
        int start = at;
        while (at < end && text.charAt(at) != ',') {
            if ("{}\"\\".indexOf(text.charAt(at)) >= 0) {
                return null;
            }
            at++;
        }
        String element = text.substring(start, at).strip();
        if (element.isEmpty()) {
            return null;
        }
        return element.equalsIgnoreCase("null") ? NULL_MARK : element;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
