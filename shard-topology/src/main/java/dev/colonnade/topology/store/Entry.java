package dev.colonnade.topology.store;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** One value of a document together with where it stands, so that what is wrong with it can be said. */
record Entry(Document document, JsonPointer at, JsonNode node) {
    /** The value of a key of this mapping. */
    Optional<Entry> find(String key) {
        JsonNode child = node.get(key);
        return child == null ? Optional.empty() : Optional.of(new Entry(document, at.appendProperty(key), child));
    }

    /** The value of a key that the schema demands. */
    Entry get(String key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key + " is missing in " + at));
    }

    /** The values of a mapping or the elements of a list, in order; none for anything else. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                entries.add(new Entry(document, at.appendIndex(i), node.get(i)));
            }
        } else {
            node.propertyStream()
                    .forEach(field ->
                            entries.add(new Entry(document, at.appendProperty(field.getKey()), field.getValue())));
        }
        return entries;
    }

    /** The elements of a list, or this one where a list of one is written without its brackets. */
    List<Entry> oneOrMore() {
        return node.isArray() ? entries() : List.of(this);
    }

    /** The last part of its path: the key under which this value stands. */
    String key() {
        return at.last().getMatchingProperty();
    }

    String text() {
        return node.asText();
    }

    /** A problem with this value. */
    Problem problem(String message) {
        return problem(message, List.of());
    }

    /** A problem with this value, which should have been one of some names. */
    Problem problem(String message, Collection<String> valid) {
        return document.problem(at, node.isValueNode() ? node.asText() : null, message, valid);
    }

    /** A problem with the key under which this value stands, which should have been one of some names. */
    Problem keyProblem(String message, Collection<String> valid) {
        return document.problem(at, key(), message, valid);
    }
}
