package dev.colonnade.planner.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of types and numbers in one spelling. */
final class Types {
    private static final Pattern PARTS =
            Pattern.compile("([^(\\[]*)(?:\\((.*)\\))?([^(\\[]*)((?:\\[\\])*)", Pattern.DOTALL);
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("bigint", "int8"),
            Map.entry("int", "int4"),
            Map.entry("integer", "int4"),
            Map.entry("smallint", "int2"),
            Map.entry("real", "float4"),
            Map.entry("double precision", "float8"),
            Map.entry("boolean", "bool"),
            Map.entry("decimal", "numeric"),
            Map.entry("dec", "numeric"),
            Map.entry("character varying", "varchar"),
            Map.entry("char varying", "varchar"),
            Map.entry("nchar varying", "varchar"),
            Map.entry("national character varying", "varchar"),
            Map.entry("national char varying", "varchar"),
            Map.entry("bit varying", "varbit"),
            Map.entry("timestamp with time zone", "timestamptz"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("time with time zone", "timetz"),
            Map.entry("time without time zone", "time"));
    private static final List<String> FIELDS_IN_ORDER = List.of("year", "month", "day", "hour", "minute", "second");
    private static final int[] FIELD_BITS = {2, 1, 3, 10, 11, 12};

    private static final String NOT_COMPARED = "?";

    private Types() {}

    /** From the canonical spelling of our AST. */
    static String ofOurs(String type) {
        Matcher parts = PARTS.matcher(type);
        if (!parts.matches()) {
            return type;
        }
        String name = (parts.group(1) + parts.group(3)).replaceFirst(" $", "");
        String modifiers = parts.group(2) == null ? "" : parts.group(2).replace(" ", "");
        if (!modifiers.matches("[0-9,]*")) {
            modifiers = NOT_COMPARED;
        }
        if (name.startsWith("pg_catalog.")) {
            name = name.substring("pg_catalog.".length());
        } else {
            if (name.equals("interval") || name.startsWith("interval ")) {
                modifiers = interval(name.substring("interval".length()).strip(), modifiers);
                name = "interval";
            } else if (name.equals("float")) {
                name = !modifiers.isEmpty() && Integer.parseInt(modifiers) <= 24 ? "float4" : "float8";
                modifiers = "";
            } else if (List.of("char", "character", "nchar", "national character", "national char")
                    .contains(name)) {
                name = "bpchar";
                modifiers = modifiers.isEmpty() ? "1" : modifiers;
            } else if (name.equals("bit")) {
                modifiers = modifiers.isEmpty() ? "1" : modifiers;
            }
            name = NAMES.getOrDefault(name, name);
        }
        return unquoted(name) + (modifiers.isEmpty() ? "" : "(" + modifiers + ")") + parts.group(4);
    }

    private static String unquoted(String name) {
        return name.length() > 2 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    private static String interval(String fields, String precision) {
        if (fields.isEmpty()) {
            return precision.isEmpty() ? "" : "32767," + precision;
        }
        List<String> ends = List.of(fields.split(" to "));
        if (!FIELDS_IN_ORDER.containsAll(ends)) {
            return fields;
        }
        int mask = 0;
        for (int i = FIELDS_IN_ORDER.indexOf(ends.getFirst()); i <= FIELDS_IN_ORDER.indexOf(ends.getLast()); i++) {
            mask |= 1 << FIELD_BITS[i];
        }
        return precision.isEmpty() ? Integer.toString(mask) : mask + "," + precision;
    }

    /** From a TypeName. */
    static String ofTheirs(JsonNode type) {
        List<String> names = new ArrayList<>(Json.strings(type.path("names")));
        if (names.size() == 2 && names.getFirst().equals("pg_catalog")) {
            names.removeFirst();
        }
        List<String> modifiers = new ArrayList<>();
        for (JsonNode modifier : type.path("typmods")) {
            modifiers.add(modifier(modifier));
        }
        if (!modifiers.stream().allMatch(modifier -> modifier.matches("[0-9]+"))) {
            modifiers = List.of(NOT_COMPARED);
        }
        return String.join(".", names)
                + (modifiers.isEmpty() ? "" : "(" + String.join(",", modifiers) + ")")
                + "[]".repeat(type.path("arrayBounds").size());
    }

    private static String modifier(JsonNode node) {
        JsonNode constant = node.path("A_Const");
        if (constant.has("ival")) {
            return Integer.toString(constant.path("ival").path("ival").asInt());
        }
        if (constant.has("sval")) {
            return constant.path("sval").path("sval").asText();
        }
        return String.join(".", Json.strings(node.path("ColumnRef").path("fields")));
    }

    /** Integers in decimal, other numbers as written without underscores. */
    static String number(String written) {
        boolean negative = written.startsWith("-");
        String digits =
                (negative ? written.substring(1) : written).replace("_", "").toLowerCase(Locale.ROOT);
        String value = digits;
        if (digits.matches("0[xob][0-9a-f]+")) {
            int radix = digits.charAt(1) == 'x' ? 16 : digits.charAt(1) == 'o' ? 8 : 2;
            value = new BigInteger(digits.substring(2), radix).toString();
        } else if (digits.matches("[0-9]+")) {
            value = new BigInteger(digits).toString();
        }
        return negative && !value.equals("0") ? "-" + value : value;
    }
}
