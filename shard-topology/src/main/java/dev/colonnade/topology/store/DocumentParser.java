package dev.colonnade.topology.store;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns YAML text into a document, token by token: that way lines are kept, keys that stand twice are found, and aliases,
 * which would let a short text grow without bound, are refused. Used once.
 */
final class DocumentParser {
    /** Our deepest valid path is half of this. */
    private static final int DEPTH_MAX = 16;

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String file;
    private final Map<JsonPointer, Integer> lines = new HashMap<>();
    /** Keys that stand in their mapping already, with the line of the repetition. */
    private final Map<JsonPointer, Integer> repeated = new LinkedHashMap<>();

    private DocumentParser(String file) {
        this.file = file;
    }

    /**
     * The document that the text holds.
     *
     * @throws InvalidTopologyException if it isn't YAML, isn't one mapping, or uses what is refused here
     */
    static Document parse(String file, String text) {
        return new DocumentParser(file).parse(text);
    }

    private Document parse(String text) {
        try (YAMLParser parser = YAML.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw invalid(1, first == null ? "the file is empty" : "expected a mapping of keys such as database");
            }
            ObjectNode root = mapping(parser, JsonPointer.empty());
            if (parser.nextToken() != null) {
                throw invalid(line(parser), "expected one document, but here another one begins");
            }
            Document document = new Document(file, root, lines);
            if (!repeated.isEmpty()) {
                throw new InvalidTopologyException(repeated.entrySet().stream()
                        .map(key -> document.repeatedKey(key.getKey(), key.getValue()))
                        .toList());
            }
            return document;
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            throw invalid(location == null ? 1 : Math.max(1, location.getLineNr()), sentence(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("text in memory can't be read", e);
        }
    }

    private ObjectNode mapping(YAMLParser parser, JsonPointer at) throws IOException {
        ObjectNode mapping = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonPointer child = at.appendProperty(name);
            int line = line(parser);
            Integer earlier = lines.putIfAbsent(child, line);
            parser.nextToken();
            if (earlier == null) {
                mapping.set(name, value(parser, child));
            } else {
                parser.skipChildren();
                repeated.put(child, line);
            }
        }
        return mapping;
    }

    private ArrayNode list(YAMLParser parser, JsonPointer at) throws IOException {
        ArrayNode list = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonPointer child = at.appendIndex(list.size());
            lines.put(child, line(parser));
            list.add(value(parser, child));
        }
        return list;
    }

    private JsonNode value(YAMLParser parser, JsonPointer at) throws IOException {
        if (parser.isCurrentAlias()) {
            throw invalid(line(parser), "aliases such as *" + parser.getText() + " aren't allowed here");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, at);
            case START_ARRAY -> list(parser, at);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_EMBEDDED_OBJECT, FIELD_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE ->
                throw invalid(line(parser), "expected a text, a number, a list or a mapping");
        };
    }

    private InvalidTopologyException invalid(int line, String message) {
        return new InvalidTopologyException(List.of(new Problem(file, "", line, null, message, null)));
    }

    private static int line(YAMLParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    /** The parser's message without the pieces of the text that it quotes on lines of their own. */
    private static String sentence(String message) {
        String sentence = message.lines()
                .filter(line -> !line.isEmpty() && !Character.isWhitespace(line.charAt(0)))
                .collect(Collectors.joining(", "));
        // what follows is a dump of the parser's own objects
        return "this isn't YAML: " + sentence.replaceFirst(", got this instead: <.*", "");
    }
}
