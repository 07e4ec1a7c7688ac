package dev.colonnade.it.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes of one backend message to a {@link Reply}. */
final class ReplyDecoder {
    private final ByteBuffer body;

    private ReplyDecoder(byte[] body) {
        this.body = ByteBuffer.wrap(body);
    }

    static Reply decode(char type, byte[] bytes) {
        return new ReplyDecoder(bytes).decode(type);
    }

    private Reply decode(char type) {
        return switch (type) {
            case 'R' -> new Reply.Authentication(body.getInt(), rest());
            case 'S' -> new Reply.ParameterStatus(cString(), cString());
            case 'K' -> new Reply.BackendKeyData(body.getInt(), body.getInt());
            case 'Z' -> new Reply.ReadyForQuery((char) body.get());
            case 'T' -> rowDescription();
            case 't' -> parameterDescription();
            case 'D' -> dataRow();
            case 'C' -> new Reply.CommandComplete(cString());
            case 'E' -> new Reply.ErrorResponse(fields());
            case 'N' -> new Reply.NoticeResponse(fields());
            case 'G' -> new Reply.CopyInResponse(body.get(), body.getShort());
            case 'H' -> new Reply.CopyOutResponse(body.get(), body.getShort());
            case 'd' -> new Reply.CopyData(rest());
            case 'A' -> {
                body.getInt();
                yield new Reply.NotificationResponse(cString(), cString());
            }
            case '1', '2', '3', 'n', 's', 'I', 'c' -> new Reply.Bare(type);
            default -> new Reply.Unknown(type, rest());
        };
    }

    private Reply rowDescription() {
        int count = body.getShort();
        List<Reply.Field> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fields.add(new Reply.Field(
                    cString(),
                    body.getInt(),
                    body.getShort(),
                    body.getInt(),
                    body.getShort(),
                    body.getInt(),
                    body.getShort()));
        }
        return new Reply.RowDescription(fields);
    }

    private Reply parameterDescription() {
        int count = body.getShort();
        List<Integer> oids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            oids.add(body.getInt());
        }
        return new Reply.ParameterDescription(oids);
    }

    private Reply dataRow() {
        int count = body.getShort();
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = body.getInt();
            values.add(length < 0 ? null : take(length));
        }
        return new Reply.DataRow(values);
    }

    private Map<Character, String> fields() {
        Map<Character, String> fields = new LinkedHashMap<>();
        while (true) {
            byte code = body.get();
            if (code == 0) {
                return fields;
            }
            fields.put((char) code, cString());
        }
    }

    private String cString() {
        int start = body.position();
        int end = start;
        while (body.get(end) != 0) {
            end++;
        }
        String text = new String(body.array(), start, end - start, UTF_8);
        body.position(end + 1);
        return text;
    }

    private String rest() {
        return take(body.remaining());
    }

    private String take(int length) {
        byte[] bytes = new byte[length];
        body.get(bytes);
        return new String(bytes, ISO_8859_1);
    }
}
