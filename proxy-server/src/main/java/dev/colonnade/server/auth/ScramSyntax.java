package dev.colonnade.server.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Reads one SCRAM message from left to right. Every byte is one character, so that what was read can be hashed as it came.
 *
 * <p>Its errors say what PostgreSQL says.
 */
final class ScramSyntax {
    private final String text;
    private int at;

    ScramSyntax(byte[] message) throws MalformedException {
        text = new String(message, ISO_8859_1);
        if (text.isEmpty()) {
            throw new MalformedException("The message is empty.");
        }
        if (text.indexOf('\0') >= 0) {
            throw new MalformedException("Message length does not match input length.");
        }
    }

    /** Where the next character is read. */
    int position() {
        return at;
    }

    /** What was read between two positions. */
    String between(int from, int to) {
        return text.substring(from, to);
    }

    String rest() {
        return text.substring(at);
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** The next character without reading it; NUL at the end. */
    char peek() {
        return atEnd() ? '\0' : text.charAt(at);
    }

    char take() {
        char c = peek();
        at = Math.min(at + 1, text.length());
        return c;
    }

    void takeComma() throws MalformedException {
        if (peek() != ',') {
            throw new MalformedException("Comma expected, but found character \"" + shown(peek()) + "\".");
        }
        at++;
    }

    /** The value of the attribute that must come now, without the comma behind it. */
    String attribute(char name) throws MalformedException {
        if (peek() != name) {
            throw new MalformedException("Expected attribute \"" + name + "\" but found \"" + shown(peek()) + "\".");
        }
        return anyAttribute();
    }

    /** The value of the attribute that comes now, whichever it is, without the comma behind it. */
    String anyAttribute() throws MalformedException {
        char name = take();
        if (!((name >= 'a' && name <= 'z') || (name >= 'A' && name <= 'Z'))) {
            throw new MalformedException("Attribute expected, but found invalid character \"" + shown(name) + "\".");
        }
        if (take() != '=') {
            throw new MalformedException("Expected character \"=\" for attribute \"" + name + "\".");
        }
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        String value = text.substring(at, end);
        at = comma < 0 ? end : end + 1;
        return value;
    }

    /** A character that is safe to print. */
    static String shown(char c) {
        return c >= 0x21 && c <= 0x7E
                ? String.valueOf(c)
                : "0x" + Integer.toHexString(0x100 | c).substring(1);
    }

    /** The message doesn't follow the syntax of RFC 5802. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String detail;

        MalformedException(String detail) {
            super(detail, null, false, false);
            this.detail = detail;
        }

        String detail() {
            return detail;
        }
    }
}
