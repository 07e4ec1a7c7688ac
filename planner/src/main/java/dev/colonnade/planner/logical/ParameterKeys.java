package dev.colonnade.planner.logical;

import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.shape.ArrayText;
import dev.colonnade.planner.shape.KeyReading;
import dev.colonnade.planner.shape.KeyTerm;
import dev.colonnade.topology.key.KeyText;
import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.ShardKeyValue;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads key values out of Bind's bytes, as PostgreSQL would compare them with the column. What can't be read for certain is any value: the
 * statement then goes to more databases than it needs, or is refused, and a malformed value gets its error from PostgreSQL.
 */
final class ParameterKeys {
    private ParameterKeys() {}

    static boolean isNull(int number, ParameterValues parameters) {
        return number < parameters.count() && parameters.value(number) == null;
    }

    static KeySet value(KeyTerm.Parameter parameter, ParameterValues parameters) {
        int number = parameter.number();
        if (number >= parameters.count()) {
            return KeySet.all();
        }
        byte[] value = parameters.value(number);
        if (value == null) {
            return KeySet.none();
        }
        KeyType type = type(
                PgTypes.scalar(parameters.typeOid(number)),
                parameters.typeOid(number),
                parameter.column(),
                parameter.assumed(),
                parameter.typeProven());
        if (type == null) {
            return KeySet.all();
        }
        KeySet one = one(value, parameters.binary(number), type, parameter.column());
        // where a cast rounds, 42.5 is some other key; an integral value is itself either way
        boolean mayRound = type == KeyType.NUMERIC && parameter.assumed().isInteger();
        return mayRound && !isIntegral(value, parameters.binary(number)) ? KeySet.all() : one;
    }

    private static boolean isIntegral(byte[] value, boolean binary) {
        return one(value, binary, KeyType.NUMERIC, KeyType.INT8) instanceof KeySet.Some(var values)
                && !values.isEmpty();
    }

    static KeySet elements(KeyTerm.ParameterArray array, ParameterValues parameters) {
        int number = array.number();
        if (number >= parameters.count()) {
            return KeySet.all();
        }
        byte[] value = parameters.value(number);
        if (value == null) {
            return KeySet.none();
        }
        KeyType type = type(
                PgTypes.element(parameters.typeOid(number)),
                parameters.typeOid(number),
                array.column(),
                array.assumed(),
                array.typeProven());
        if (type == null || (type == KeyType.NUMERIC && array.assumed().isInteger())) {
            return KeySet.all();
        }
        return parameters.binary(number)
                ? binaryElements(value, array.column())
                : textElements(value, type, array.column());
    }

    /** The parameter's type, or null where comparing it with the column is no equality of keys, or where the type isn't certain. */
    private static @Nullable KeyType type(
            @Nullable KeyType declared, int oid, KeyType column, KeyType assumed, boolean proven) {
        if (oid == PgTypes.UNSPECIFIED || oid == PgTypes.UNKNOWN) {
            return proven ? assumed : null;
        }
        if (declared == null) {
            return null;
        }
        boolean comparable = switch (column) {
            case INT2, INT4, INT8, NUMERIC -> declared.isInteger() || declared == KeyType.NUMERIC;
            case TEXT -> declared == KeyType.TEXT;
            case BPCHAR -> declared == KeyType.TEXT || declared == KeyType.BPCHAR;
            case UUID, DATE -> declared == column;
        };
        return comparable ? declared : null;
    }

    private static KeySet one(byte[] value, boolean binary, KeyType type, KeyType column) {
        return binary ? ofValue(binary(ByteBuffer.wrap(value), type), column) : text(value, type, column);
    }

    private static KeySet text(byte[] value, KeyType type, KeyType column) {
        return utf8(value)
                .map(text -> ofValue(KeyText.parse(type, text), column))
                .orElse(KeySet.all());
    }

    private static KeySet ofValue(Optional<ShardKeyValue> value, KeyType column) {
        return value.map(v -> switch (KeyReading.converted(v, column)) {
                    case KeyTerm.Constant constant -> KeySet.of(constant.value());
                    default -> KeySet.none();
                })
                .orElse(KeySet.all());
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** All bytes of the buffer as one value; an integer's width is what its length says. */
    private static Optional<ShardKeyValue> binary(ByteBuffer value, KeyType type) {
        return switch (type) {
            case INT2, INT4, INT8 ->
                switch (value.remaining()) {
                    case Short.BYTES -> Optional.of(new ShardKeyValue.Int(value.getShort()));
                    case Integer.BYTES -> Optional.of(new ShardKeyValue.Int(value.getInt()));
                    case Long.BYTES -> Optional.of(new ShardKeyValue.Int(value.getLong()));
                    default -> Optional.empty();
                };
            case TEXT, BPCHAR -> {
                byte[] bytes = new byte[value.remaining()];
                value.get(bytes);
                yield utf8(bytes).flatMap(text -> KeyText.parse(type, text));
            }
            case UUID ->
                value.remaining() == 2 * Long.BYTES
                        ? Optional.of(new ShardKeyValue.Uuid(value.getLong(), value.getLong()))
                        : Optional.empty();
            case NUMERIC -> BinaryNumeric.decode(value).map(ShardKeyValue.Numeric::new);
            case DATE -> {
                if (value.remaining() != Integer.BYTES) {
                    yield Optional.empty();
                }
                int days = value.getInt();
                // the two ends are the infinities
                yield days == Integer.MIN_VALUE || days == Integer.MAX_VALUE
                        ? Optional.empty()
                        : Optional.of(new ShardKeyValue.Date(days));
            }
        };
    }

    private static KeySet textElements(byte[] value, KeyType type, KeyType column) {
        Optional<List<@Nullable String>> elements = utf8(value).flatMap(ArrayText::parse);
        if (elements.isEmpty()) {
            return KeySet.all();
        }
        List<KeySet> all = new ArrayList<>();
        for (String element : elements.get()) {
            if (element != null) {
                all.add(ofValue(KeyText.parse(type, element), column));
            }
        }
        return KeySet.union(all);
    }

    /** Dimensions, a flag, the element type, then length and lower bound of the one dimension, then the elements. */
    private static KeySet binaryElements(byte[] value, KeyType column) {
        try {
            ByteBuffer in = ByteBuffer.wrap(value);
            int dimensions = in.getInt();
            in.getInt();
            KeyType type = PgTypes.scalar(in.getInt());
            if (dimensions == 0) {
                return KeySet.none();
            }
            if (dimensions != 1 || type == null || type(type, 1, column, type, true) == null) {
                return KeySet.all();
            }
            int count = in.getInt();
            in.getInt();
            List<KeySet> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int length = in.getInt();
                if (length >= 0) {
                    if (length > in.remaining()) {
                        return KeySet.all();
                    }
                    all.add(ofValue(binary(in.slice(in.position(), length), type), column));
                    in.position(in.position() + length);
                }
            }
            return KeySet.union(all);
        } catch (BufferUnderflowException cutShort) {
            return KeySet.all();
        }
    }
}
