package dev.colonnade.planner.sql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The escapes of E'' strings. Bytes given by number are UTF-8. */
final class StringEscapes {
    private StringEscapes() {}

    /** Returns null where an escape is invalid. */
    static @Nullable String decode(CharSequence raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\'') {
                out.write('\'');
                i++;
            } else if (c != '\\' || i + 1 >= raw.length()) {
                int codePoint = Character.codePointAt(raw, i);
                write(out, codePoint);
                i += Character.charCount(codePoint) - 1;
            } else {
                i = escape(raw, i + 1, out);
                if (i < 0) {
                    return null;
                }
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Returns the last character of the escape. */
    private static int escape(CharSequence raw, int i, ByteArrayOutputStream out) {
        char c = raw.charAt(i);
        switch (c) {
            case 'b' -> out.write('\b');
            case 'f' -> out.write('\f');
            case 'n' -> out.write('\n');
            case 'r' -> out.write('\r');
            case 't' -> out.write('\t');
            case 'v' -> out.write(0x0b);
            case 'u', 'U' -> {
                return unicode(raw, i, c == 'u' ? 4 : 8, out);
            }
            case 'x' -> {
                return numbered(raw, i + 1, 16, 2, out, 'x');
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return numbered(raw, i, 8, 3, out, c);
            }
            default -> {
                int codePoint = Character.codePointAt(raw, i);
                write(out, codePoint);
                return i + Character.charCount(codePoint) - 1;
            }
        }
        return i;
    }

    private static int unicode(CharSequence raw, int i, int length, ByteArrayOutputStream out) {
        int codePoint = PgLexer.hex(raw.toString(), i + 1, length);
        if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT) {
            return -1;
        }
        int last = i + length;
        if (codePoint >= 0xD800 && codePoint < 0xDC00) {
            boolean pair = last + 6 < raw.length() && raw.charAt(last + 1) == '\\' && raw.charAt(last + 2) == 'u';
            int low = pair ? PgLexer.hex(raw.toString(), last + 3, 4) : -1;
            if (low < 0xDC00 || low > 0xDFFF) {
                return -1;
            }
            codePoint = Character.toCodePoint((char) codePoint, (char) low);
            last += 6;
        }
        write(out, codePoint);
        return last;
    }

    private static int numbered(
            CharSequence raw, int start, int radix, int digitsMax, ByteArrayOutputStream out, char fallback) {
        int value = 0;
        int i = start;
        while (i < raw.length() && i < start + digitsMax && Character.digit(raw.charAt(i), radix) >= 0) {
            value = value * radix + Character.digit(raw.charAt(i), radix);
            i++;
        }
        out.write(i == start ? fallback : value);
        return i - 1;
    }

    private static void write(ByteArrayOutputStream out, int codePoint) {
        out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    }
}
