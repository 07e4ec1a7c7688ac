package dev.colonnade.admin.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Documents to and from JSON: names in snake_case, members in the records' order, absent values left out. Thread-safe.
 *
 * <p>Reading is strict: a member given twice or text behind the value is malformed.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** A document of this package as UTF-8. */
    public static byte[] write(Record document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("document: " + document.getClass(), impossible);
        }
    }

    /**
     * The tree of a JSON text.
     *
     * @throws MalformedDocumentException if it isn't one JSON value
     */
    static JsonNode read(byte[] text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode()) {
                throw new MalformedDocumentException("body: empty (expected: a JSON object)");
            }
            return tree;
        } catch (JsonProcessingException malformed) {
            throw new MalformedDocumentException(
                    "body: " + place(malformed) + "not JSON (" + firstLine(malformed) + ")");
        } catch (IOException impossible) {
            throw new AssertionError("reading from memory", impossible);
        }
    }

    /** Empty where Jackson gives none: a text over its limits has no place. */
    private static String place(JsonProcessingException malformed) {
        JsonLocation at = malformed.getLocation();
        return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    }

    /** Jackson's own sentence, without the source excerpt that it appends. */
    private static String firstLine(JsonProcessingException malformed) {
        return malformed.getOriginalMessage().lines().findFirst().orElse("");
    }
}
