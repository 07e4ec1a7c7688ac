package dev.colonnade.admin.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.colonnade.topology.NearestName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/explain}.
 *
 * @param database the one that the proxy serves; null where it isn't named
 * @param sql one statement
 * @param parameters values of $1, $2 ... in text format; null for NULL
 */
public record ExplainRequest(@Nullable String database, String sql, List<@Nullable String> parameters) {
    private static final List<String> FIELDS = List.of("database", "sql", "parameters");
    /** PostgreSQL's own limit of a Bind message; a longer list is malformed. */
    private static final int PARAMETERS_MAX = 65_535;
    /** Characters of a client's member name that an error repeats. */
    private static final int SHOWN_MAX = 64;

    public ExplainRequest {
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /**
     * Reads the document.
     *
     * @throws MalformedDocumentException if a member is missing, unknown or of another type
     */
    public static ExplainRequest read(byte[] json) {
        JsonNode tree = Json.read(json);
        if (!tree.isObject()) {
            throw new MalformedDocumentException("body: " + kind(tree) + " (expected: an object)");
        }
        tree.fieldNames().forEachRemaining(ExplainRequest::checkKnown);
        JsonNode sql = tree.get("sql");
        if (sql == null) {
            throw new MalformedDocumentException("sql: missing (expected: a string)", "sql", null);
        }
        if (!sql.isTextual()) {
            throw wrongType("sql", sql, "a string");
        }
        if (sql.textValue().isBlank()) {
            throw new MalformedDocumentException("sql: blank (expected: a statement)", "sql", null);
        }
        return new ExplainRequest(database(tree.get("database")), sql.textValue(), parameters(tree.get("parameters")));
    }

    private static @Nullable String database(@Nullable JsonNode name) {
        if (name != null && !name.isTextual()) {
            throw wrongType("database", name, "a string");
        }
        return name == null ? null : name.textValue();
    }

    /**
     * Checks that this is about the database that is served.
     *
     * @throws MalformedDocumentException if it names another
     */
    public void checkDatabase(String served) {
        if (database != null && !database.equals(served)) {
            throw new MalformedDocumentException(
                    "database: \"" + shown(database) + "\" (expected: \"" + served + "\")", "database", null);
        }
    }

    private static String shown(String name) {
        return name.length() <= SHOWN_MAX ? name : name.substring(0, SHOWN_MAX);
    }

    private static List<@Nullable String> parameters(@Nullable JsonNode array) {
        List<@Nullable String> parameters = new ArrayList<>();
        if (array == null) {
            return parameters;
        }
        if (!array.isArray()) {
            throw wrongType("parameters", array, "an array of strings and nulls");
        }
        if (array.size() > PARAMETERS_MAX) {
            String message = "parameters: " + array.size() + " of them (expected: at most " + PARAMETERS_MAX + ")";
            throw new MalformedDocumentException(message, "parameters", null);
        }
        for (JsonNode value : array) {
            if (!value.isTextual() && !value.isNull()) {
                throw wrongType("parameters[" + parameters.size() + "]", value, "a string or null");
            }
            parameters.add(value.textValue());
        }
        return parameters;
    }

    private static void checkKnown(String name) {
        if (FIELDS.contains(name)) {
            return;
        }
        String shown = shown(name);
        String nearest = NearestName.to(shown, FIELDS);
        String expected = nearest == null ? "one of " + String.join(", ", FIELDS) : "perhaps " + nearest;
        throw new MalformedDocumentException(shown + ": unknown (expected: " + expected + ")", shown, nearest);
    }

    private static MalformedDocumentException wrongType(String field, JsonNode found, String expected) {
        String message = field + ": " + kind(found) + " (expected: " + expected + ")";
        return new MalformedDocumentException(message, field, null);
    }

    private static String kind(JsonNode node) {
        JsonNodeType type = node.getNodeType();
        return type == JsonNodeType.NULL ? "null" : "a JSON " + type.name().toLowerCase(Locale.ROOT);
    }
}
