package dev.colonnade.wire.backend;

import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.codec.Wire;
import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of an ErrorResponse or NoticeResponse by their type letter, in the order they came. Immutable. */
public record ErrorFields(Map<Character, String> fields) {
    public ErrorFields {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** An error of our own. Empty detail and hint are left out. */
    public static ErrorFields of(String severity, String sqlState, String message, String detail, String hint) {
        Map<Character, String> fields = new LinkedHashMap<>();
        fields.put('S', severity);
        fields.put('V', severity);
        fields.put('C', sqlState);
        fields.put('M', message);
        if (!detail.isEmpty()) {
            fields.put('D', detail);
        }
        if (!hint.isEmpty()) {
            fields.put('H', hint);
        }
        return new ErrorFields(fields);
    }

    public static ErrorFields error(String sqlState, String message) {
        return of("ERROR", sqlState, message, "", "");
    }

    public static ErrorFields fatal(String sqlState, String message) {
        return of("FATAL", sqlState, message, "", "");
    }

    /** @throws dev.colonnade.wire.ProtocolViolationException for a body that ends early or late */
    public static ErrorFields decodeBody(MessageCursor body) {
        Map<Character, String> fields = new LinkedHashMap<>();
        for (byte letter = body.int8(); letter != 0; letter = body.int8()) {
            fields.put((char) (letter & 0xff), body.string());
        }
        body.finish("ErrorResponse");
        return new ErrorFields(fields);
    }

    public String sqlState() {
        return fields.getOrDefault('C', "XX000");
    }

    public String message() {
        return fields.getOrDefault('M', "");
    }

    public String severity() {
        return fields.getOrDefault('V', fields.getOrDefault('S', "ERROR"));
    }

    /** The same with one field set or replaced. */
    public ErrorFields with(char letter, String value) {
        Map<Character, String> changed = new LinkedHashMap<>(fields);
        changed.put(letter, value);
        return new ErrorFields(changed);
    }

    /** Writes all fields, those included that only a newer server knows. */
    public void write(ByteBuf out, byte tag) {
        int begun = Wire.begin(out, tag);
        fields.forEach((letter, value) -> {
            out.writeByte(letter);
            Wire.writeString(out, value);
        });
        out.writeByte(0);
        Wire.end(out, begun);
    }
}
