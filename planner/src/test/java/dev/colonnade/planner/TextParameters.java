package dev.colonnade.planner;

import dev.colonnade.planner.plan.ParameterValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parameters in text format, each with a type: {@code 20:42, 0:abc, 25:NULL}. */
final class TextParameters implements ParameterValues {
    private static final Pattern BETWEEN_PARAMETERS = Pattern.compile(",(?![^{]*})");
    private final List<Integer> types = new ArrayList<>();
    private final List<@Nullable String> values = new ArrayList<>();

    static TextParameters parse(String text) {
        TextParameters parameters = new TextParameters();
        for (String part : BETWEEN_PARAMETERS.splitAsStream(text).toList()) {
            int colon = part.indexOf(':');
            String value = part.substring(colon + 1).strip();
            parameters.types.add(Integer.parseInt(part.substring(0, colon).strip()));
            parameters.values.add(value.equals("NULL") ? null : value);
        }
        return parameters;
    }

    @Override
    public int count() {
        return types.size();
    }

    @Override
    public int typeOid(int number) {
        return types.get(number);
    }

    @Override
    public boolean binary(int number) {
        return false;
    }

    @Override
    public byte @Nullable [] value(int number) {
        String value = values.get(number);
        return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    }
}
