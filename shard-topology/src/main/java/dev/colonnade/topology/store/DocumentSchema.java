package dev.colonnade.topology.store;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a configuration file: {@code conf/colonnade.schema.json}, and what a violation of it is called in our own
 * words. Thread-safe.
 */
final class DocumentSchema {
    static final String RESOURCE = "colonnade.schema.json";

    private final JsonNode text;
    private final Schema schema;

    private DocumentSchema(JsonNode text) {
        this.text = text;
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text);
    }

    /** The schema that is part of this build. */
    static DocumentSchema load() {
        try (InputStream in = Objects.requireNonNull(DocumentSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new DocumentSchema(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with the shape of a document; empty if nothing is. */
    List<Problem> check(Document document) {
        return schema.validate(document.root()).stream()
                .map(error -> problem(document, error))
                .sorted(Comparator.comparing(Problem::line, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }

    private Problem problem(Document document, Error error) {
        JsonPointer at = pointer(error.getInstanceLocation());
        JsonNode rule = Objects.requireNonNullElse(error.getSchemaNode(), MissingNode.getInstance());
        JsonNode siblings = siblings(error);
        String property = Objects.requireNonNullElse(error.getProperty(), "");
        String value = shown(siblings, document.root().at(at));
        return switch (error.getKeyword()) {
            case "additionalProperties" -> {
                List<String> valid = names(siblings.path("properties"));
                yield document.problem(at.appendProperty(property), property, "unknown key", valid);
            }
            case "required" -> document.problem(at, null, "the key " + property + " is missing", List.of());
            case "type" -> document.problem(at, value, expected(rule, siblings), List.of());
            case "enum" -> document.problem(at, value, "no such choice", texts(rule));
            case "minimum", "maximum" -> {
                String range = siblings.path("minimum").asText() + " to "
                        + siblings.path("maximum").asText();
                yield document.problem(at, value, "expected a whole number from " + range, List.of());
            }
            case "minLength" -> document.problem(at, value, "expected a text that isn't empty", List.of());
            case "minItems" -> document.problem(at, value, "expected at least one element", List.of());
            case "minProperties", "maxProperties" -> document.problem(at, null, entries(siblings), List.of());
            case "pattern" -> document.problem(at, value, expected(rule, siblings), List.of());
            default -> document.problem(at, value, error.getMessage(), List.of());
        };
    }

    /** The value unless it is a whole mapping or list, or must not be shown. */
    private static @Nullable String shown(JsonNode siblings, JsonNode value) {
        return value.isValueNode() && !siblings.path("writeOnly").asBoolean() ? value.asText() : null;
    }

    private static String entries(JsonNode siblings) {
        List<String> valid = names(siblings.path("properties"));
        String number = siblings.has("maxProperties") ? "exactly one" : "at least one";
        return "expected " + number + (valid.isEmpty() ? " entry" : " of " + String.join(", ", valid));
    }

    private static String expected(JsonNode rule, JsonNode siblings) {
        List<String> examples = texts(siblings.path("examples"));
        return "expected " + (examples.isEmpty() ? types(rule) : "a value such as " + String.join(" or ", examples));
    }

    private static String types(JsonNode rule) {
        List<String> names = rule.isArray() ? texts(rule) : List.of(rule.asText());
        return String.join(" or ", names.stream().map(DocumentSchema::typeName).toList());
    }

    private static String typeName(String jsonType) {
        return switch (jsonType) {
            case "object" -> "a mapping";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            default -> "a text";
        };
    }

    /** The schema object that the violated keyword is part of. */
    private JsonNode siblings(Error error) {
        return text.at(pointer(error.getSchemaLocation().getFragment()).head());
    }

    private static JsonPointer pointer(NodePath path) {
        JsonPointer pointer = JsonPointer.empty();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer = path.getElement(i) instanceof Integer index
                    ? pointer.appendIndex(index)
                    : pointer.appendProperty(path.getName(i));
        }
        return pointer;
    }

    private static List<String> names(JsonNode mapping) {
        List<String> names = new ArrayList<>();
        mapping.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asText)
                .toList();
    }
}
