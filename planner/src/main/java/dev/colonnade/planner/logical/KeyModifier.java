package dev.colonnade.planner.logical;

import dev.colonnade.topology.key.ShardKeyValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column type's modifier does to a value on its way into the table: {@code numeric(10,2)} rounds, {@code varchar(3)} cuts blanks. A
 * value that it would refuse may come out as anything: the server refuses it.
 *
 * @param scale digits behind the point, negative for digits before it; {@link #ANY} for any
 * @param length characters; {@link #ANY} for any
 */
public record KeyModifier(int scale, int length) {
    /** No bound. */
    public static final int ANY = Integer.MAX_VALUE;

    public static final KeyModifier NONE = new KeyModifier(ANY, ANY);
    private static final Pattern NUMERIC = Pattern.compile("numeric\\(\\d+,(-?\\d+)\\)");
    private static final Pattern VARCHAR = Pattern.compile("character varying\\((\\d+)\\)");

    /** @param type as format_type prints it */
    public static KeyModifier of(String type) {
        Matcher numeric = NUMERIC.matcher(type);
        if (numeric.matches()) {
            return new KeyModifier(Integer.parseInt(numeric.group(1)), ANY);
        }
        Matcher varchar = VARCHAR.matcher(type);
        return varchar.matches() ? new KeyModifier(ANY, Integer.parseInt(varchar.group(1))) : NONE;
    }

    ShardKeyValue stored(ShardKeyValue value) {
        return switch (value) {
            case ShardKeyValue.Numeric(BigDecimal number)
            when number.scale() > scale -> new ShardKeyValue.Numeric(number.setScale(scale, RoundingMode.HALF_UP));
            case ShardKeyValue.Text(String text)
            when text.codePointCount(0, text.length()) > length ->
                new ShardKeyValue.Text(text.substring(0, text.offsetByCodePoints(0, length)));
            default -> value;
        };
    }
}
