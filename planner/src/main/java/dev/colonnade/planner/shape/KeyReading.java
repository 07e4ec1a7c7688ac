package dev.colonnade.planner.shape;

import dev.colonnade.topology.key.KeyText;
import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.ShardKeyValue;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** How a literal's value becomes a value that a key column is compared with. A pure function, so that it can be done again for another literal. */
public sealed interface KeyReading {
    /** A string as a value of a type, compared with a column. */
    record OfText(KeyType type, KeyType column) implements KeyReading {}

    /** A number as a value of a type, compared with a column. */
    record OfNumber(boolean negative, KeyType type, KeyType column) implements KeyReading {
        private Optional<KeyTerm> number(String text) {
            if (!column.isInteger() && column != KeyType.NUMERIC) {
                return Optional.empty();
            }
            if (column.isInteger() && isShort(text)) {
                long whole = Long.parseLong(text);
                return Optional.of(new KeyTerm.Constant(new ShardKeyValue.Int(negative ? -whole : whole)));
            }
            Optional<BigDecimal> value = decimal(text).map(v -> negative ? v.negate() : v);
            // where a cast to an integer rounds, it is some other key
            boolean rounded = value.isPresent()
                    && type.isInteger()
                    && value.get().stripTrailingZeros().scale() > 0;
            return rounded ? Optional.empty() : value.map(v -> ofNumber(v, column));
        }
    }

    /** Another reading's value, compared with a column whose cast the first one was made for. */
    record ForColumn(KeyReading first, KeyType column) implements KeyReading {}

    /** A longer number is no key that anyone has; it isn't worth parsing. */
    int NUMBER_CHARACTERS_MAX = 1_000;

    /**
     * The term for a literal's decoded value.
     *
     * @return empty where it proves nothing
     */
    default Optional<KeyTerm> of(String value) {
        return switch (this) {
            case OfText(KeyType type, KeyType column) ->
                KeyText.parse(type, value).map(v -> converted(v, column));
            case OfNumber number -> number.number(value);
            case ForColumn(KeyReading first, KeyType column) ->
                first.of(value)
                        .map(term ->
                                term instanceof KeyTerm.Constant(ShardKeyValue v, int r) ? converted(v, column) : term);
        };
    }

    /** A value of a comparable type as the column would hold it. */
    static KeyTerm converted(ShardKeyValue value, KeyType column) {
        return switch (value) {
            case ShardKeyValue.Numeric(BigDecimal number) when column != KeyType.NUMERIC -> ofNumber(number, column);
            case ShardKeyValue.Int(long number)
            when column == KeyType.NUMERIC -> ofNumber(BigDecimal.valueOf(number), column);
            case ShardKeyValue.Text(String text)
            when column == KeyType.BPCHAR -> new KeyTerm.Constant(new ShardKeyValue.Text(withoutTrailingBlanks(text)));
            default -> new KeyTerm.Constant(value);
        };
    }

    /** The key that a number equals in a column of this type. */
    private static KeyTerm ofNumber(BigDecimal value, KeyType column) {
        if (column == KeyType.NUMERIC) {
            return new KeyTerm.Constant(new ShardKeyValue.Numeric(value));
        }
        try {
            return new KeyTerm.Constant(new ShardKeyValue.Int(value.longValueExact()));
        } catch (ArithmeticException fractionOrOutOfRange) {
            return new KeyTerm.None();
        }
    }

    /** Whether it is a few digits, perhaps with a minus, which is most of all keys. */
    private static boolean isShort(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        if (text.length() > 18 || text.length() == start) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static Optional<BigDecimal> decimal(String text) {
        if (text.length() > NUMBER_CHARACTERS_MAX) {
            return Optional.empty();
        }
        Optional<ShardKeyValue> whole = KeyText.parse(KeyType.INT8, text);
        if (whole.isPresent() && whole.get() instanceof ShardKeyValue.Int(long value)) {
            return Optional.of(BigDecimal.valueOf(value));
        }
        return KeyText.parse(KeyType.NUMERIC, text.toLowerCase(Locale.ROOT))
                .map(v -> ((ShardKeyValue.Numeric) v).value());
    }

    private static String withoutTrailingBlanks(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
