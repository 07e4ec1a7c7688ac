package dev.colonnade.it.sqltest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A parameter value as a test states it, {@code 'x'::text}.
 *
 * @param type name, or {@code unspecified} for OID 0
 * @param text in the type's text form; null for NULL
 */
public record Param(String type, @Nullable String text) {
    private static final Map<String, Integer> OIDS = Map.ofEntries(
            Map.entry("unspecified", 0),
            Map.entry("bool", 16),
            Map.entry("bytea", 17),
            Map.entry("int8", 20),
            Map.entry("int2", 21),
            Map.entry("int4", 23),
            Map.entry("text", 25),
            Map.entry("oid", 26),
            Map.entry("float4", 700),
            Map.entry("float8", 701),
            Map.entry("int4[]", 1007),
            Map.entry("text[]", 1009),
            Map.entry("int8[]", 1016),
            Map.entry("bpchar", 1042),
            Map.entry("varchar", 1043),
            Map.entry("date", 1082),
            Map.entry("timestamp", 1114),
            Map.entry("timestamptz", 1184),
            Map.entry("interval", 1186),
            Map.entry("numeric", 1700),
            Map.entry("uuid", 2950),
            Map.entry("uuid[]", 2951),
            Map.entry("jsonb", 3802));

    public Param {
        if (!OIDS.containsKey(type)) {
            throw new IllegalArgumentException(
                    "type of a parameter: " + type + " (expected: one of " + OIDS.keySet() + ")");
        }
    }

    /** Parses {@code 42::int8, 'it''s'::text, null::int4}. */
    static List<Param> parseList(String line) {
        List<Param> params = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            StringBuilder value = new StringBuilder();
            boolean quoted = line.charAt(at) == '\'';
            if (quoted) {
                at++;
                while (line.charAt(at) != '\'' || (at + 1 < line.length() && line.charAt(at + 1) == '\'')) {
                    at += line.charAt(at) == '\'' ? 1 : 0;
                    value.append(line.charAt(at++));
                }
                at++;
            } else {
                int end = line.indexOf("::", at);
                value.append(line, at, end);
                at = end;
            }
            int comma = line.indexOf(',', at);
            String type =
                    line.substring(at + 2, comma < 0 ? line.length() : comma).trim();
            boolean isNull =
                    !quoted && value.toString().toLowerCase(Locale.ROOT).equals("null");
            params.add(new Param(type, isNull ? null : value.toString()));
            at = comma < 0 ? line.length() : comma + 1;
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
        }
        return List.copyOf(params);
    }

    int oid() {
        return OIDS.getOrDefault(type, 0);
    }

    /** As it stands in a statement of the simple protocol. */
    String literal() {
        String value = text == null ? "NULL" : "'" + text.replace("'", "''") + "'";
        return type.equals("unspecified") ? value : "(" + value + "::" + type + ")";
    }

    /** Bytes of the text form, in ISO-8859-1. */
    @Nullable
    String textBytes() {
        return text == null ? null : new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** Bytes of the binary form, in ISO-8859-1; empty where this type is only sent as text here. */
    Optional<String> binaryBytes() {
        byte[] bytes = text == null ? null : binary(text);
        return bytes == null ? Optional.empty() : Optional.of(new String(bytes, ISO_8859_1));
    }

    private byte @Nullable [] binary(String value) {
        return switch (type) {
            case "int2" ->
                ByteBuffer.allocate(2).putShort(Short.parseShort(value)).array();
            case "int4" ->
                ByteBuffer.allocate(4).putInt(Integer.parseInt(value)).array();
            case "int8" -> ByteBuffer.allocate(8).putLong(Long.parseLong(value)).array();
            case "float4" ->
                ByteBuffer.allocate(4).putFloat(Float.parseFloat(value)).array();
            case "float8" ->
                ByteBuffer.allocate(8).putDouble(Double.parseDouble(value)).array();
            case "bool" -> new byte[] {(byte) (value.startsWith("t") ? 1 : 0)};
            case "text", "varchar", "bpchar" -> value.getBytes(UTF_8);
            case "bytea" -> HexFormat.of().parseHex(value.substring(2));
            case "uuid" -> uuid(value);
            case "int4[]", "int8[]", "text[]", "uuid[]" -> array(value);
            default -> null;
        };
    }

    private static byte[] uuid(String value) {
        UUID uuid = UUID.fromString(value);
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    /** One-dimensional arrays without quotes inside. */
    private byte[] array(String value) {
        String inner = value.substring(1, value.length() - 1);
        String[] elements = inner.isEmpty() ? new String[0] : inner.split(",", -1);
        String element = type.substring(0, type.length() - 2);
        ByteBuffer out = ByteBuffer.allocate(64 + value.length() * 4 + elements.length * 24);
        out.putInt(elements.length == 0 ? 0 : 1)
                .putInt(inner.contains("NULL") ? 1 : 0)
                .putInt(OIDS.getOrDefault(element, 0));
        if (elements.length > 0) {
            out.putInt(elements.length).putInt(1);
        }
        for (String one : elements) {
            byte[] bytes = one.equals("NULL") ? null : new Param(element, one).binary(one);
            out.putInt(bytes == null ? -1 : bytes.length);
            if (bytes != null) {
                out.put(bytes);
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
