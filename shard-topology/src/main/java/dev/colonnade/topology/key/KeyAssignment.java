package dev.colonnade.topology.key;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column stores of a value that is assigned to it: {@code numeric(10,2)} rounds, {@code varchar(3)} drops blanks
 * beyond its length. An inserted row's shard is that of the stored value, not that of the written one. Comparisons don't do
 * this.
 */
public final class KeyAssignment {
    private static final Pattern MODIFIER = Pattern.compile("\\(\\s*([0-9]{1,9})\\s*(?:,\\s*(-?[0-9]{1,9})\\s*)?\\)$");

    private KeyAssignment() {}

    /**
     * The stored value.
     *
     * @param columnType as {@code format_type} prints it, with its modifier
     * @param value of the column's type, or any integer for a column of an integer type or numeric
     * @return empty where the server would refuse the value, or it can't be proven what it stores
     */
    public static Optional<ShardKeyValue> stored(String columnType, ShardKeyValue value) {
        Optional<KeyType> type = KeyType.ofTypeName(columnType);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Matcher modifier = MODIFIER.matcher(columnType.strip());
        boolean modified = modifier.find();
        int size = modified ? Integer.parseInt(modifier.group(1)) : Integer.MAX_VALUE;
        return switch (value) {
            case ShardKeyValue.Int(long number) when type.get().isInteger() -> integer(type.get(), number);
            case ShardKeyValue.Int(long number)
            when type.get() == KeyType.NUMERIC -> numeric(BigDecimal.valueOf(number), modifier, modified);
            case ShardKeyValue.Numeric(BigDecimal number)
            when type.get() == KeyType.NUMERIC -> numeric(number, modifier, modified);
            case ShardKeyValue.Text(String text) when type.get() == KeyType.TEXT -> text(text, size);
            case ShardKeyValue.Text(String text)
            when type.get() == KeyType.BPCHAR -> text(ShardHasher.withoutTrailingBlanks(text), size);
            case ShardKeyValue.Uuid uuid when type.get() == KeyType.UUID -> Optional.of(uuid);
            case ShardKeyValue.Date date when type.get() == KeyType.DATE -> Optional.of(date);
            default -> Optional.empty();
        };
    }

    private static Optional<ShardKeyValue> integer(KeyType type, long number) {
        boolean fits = switch (type) {
            case INT2 -> number == (short) number;
            case INT4 -> number == (int) number;
            default -> true;
        };
        return fits ? Optional.of(new ShardKeyValue.Int(number)) : Optional.empty();
    }

    /** Characters beyond the length may only be blanks; they are dropped. */
    private static Optional<ShardKeyValue> text(String text, int length) {
        if (text.codePointCount(0, text.length()) <= length) {
            return Optional.of(new ShardKeyValue.Text(text));
        }
        int end = text.offsetByCodePoints(0, length);
        boolean blank = ShardHasher.withoutTrailingBlanks(text).length() <= end;
        return blank ? Optional.of(new ShardKeyValue.Text(text.substring(0, end))) : Optional.empty();
    }

    /** Rounds halves away from zero; what then has too many digits before the point is refused. */
    private static Optional<ShardKeyValue> numeric(BigDecimal number, Matcher modifier, boolean modified) {
        if (!modified) {
            return Optional.of(new ShardKeyValue.Numeric(number));
        }
        int precision = Integer.parseInt(modifier.group(1));
        int scale = modifier.group(2) == null ? 0 : Integer.parseInt(modifier.group(2));
        BigDecimal rounded = number.scale() <= scale ? number : number.setScale(scale, RoundingMode.HALF_UP);
        boolean fits = rounded.signum() == 0 || rounded.precision() - rounded.scale() <= precision - scale;
        return fits ? Optional.of(new ShardKeyValue.Numeric(rounded)) : Optional.empty();
    }
}
