package dev.colonnade.it.sqltest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.colonnade.it.fleet.FleetDatabase;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/** Binary values of arrays and composites with the OIDs inside them written as names. */
final class BinaryOids {
    private BinaryOids() {}

    static String replaced(String value, int typeOid, IntFunction<FleetDatabase.TypeName> types) {
        FleetDatabase.TypeName type = types.apply(typeOid);
        ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(ISO_8859_1));
        if (type.array()) {
            return array(bytes, types);
        }
        return type.kind() == 'c' || type.name().equals("record") ? composite(bytes, types) : value;
    }

    private static String array(ByteBuffer bytes, IntFunction<FleetDatabase.TypeName> types) {
        StringBuilder out = new StringBuilder("array of ");
        int dimensions = bytes.getInt();
        bytes.getInt();
        int element = bytes.getInt();
        out.append(types.apply(element).name());
        int count = 1;
        for (int i = 0; i < dimensions; i++) {
            int length = bytes.getInt();
            out.append('[')
                    .append(length)
                    .append(" from ")
                    .append(bytes.getInt())
                    .append(']');
            count *= length;
        }
        for (int i = 0; i < (dimensions == 0 ? 0 : count); i++) {
            out.append(' ').append(next(bytes, element, types));
        }
        return out.toString();
    }

    private static String composite(ByteBuffer bytes, IntFunction<FleetDatabase.TypeName> types) {
        StringBuilder out = new StringBuilder("row");
        int fields = bytes.getInt();
        for (int i = 0; i < fields; i++) {
            int type = bytes.getInt();
            out.append(' ').append(types.apply(type).name()).append('=').append(next(bytes, type, types));
        }
        return out.toString();
    }

    private static String next(ByteBuffer bytes, int type, IntFunction<FleetDatabase.TypeName> types) {
        int length = bytes.getInt();
        if (length < 0) {
            return "NULL";
        }
        byte[] value = new byte[length];
        bytes.get(value);
        return replaced(new String(value, ISO_8859_1), type, types);
    }
}
