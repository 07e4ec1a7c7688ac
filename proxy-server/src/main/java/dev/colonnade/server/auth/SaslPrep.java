package dev.colonnade.server.auth;

import java.net.IDN;
import java.text.Normalizer;

/**
 * Prepares a password as PostgreSQL does (RFC 4013): equivalent spellings become one, and a password that the rules forbid is
 * taken as it is rather than refused, since it may not have been text in the first place.
 */
final class SaslPrep {
    private static final int[][] PROHIBITED = {
        {0x0340, 0x0341}, {0x06DD, 0x06DD}, {0x070F, 0x070F}, {0x180E, 0x180E}, {0x200C, 0x200F}, {0x2028, 0x202E},
        {0x2060, 0x2063}, {0x206A, 0x206F}, {0x2FF0, 0x2FFB}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFD}, {0x1D173, 0x1D17A},
        {0xE0001, 0xE0001}, {0xE0020, 0xE007F},
    };

    private SaslPrep() {}

    static String prepare(String password) {
        if (password.chars().allMatch(c -> c < 0x80)) {
            return password;
        }
        StringBuilder mapped = new StringBuilder(password.length());
        password.codePoints()
                .filter(c -> !mapsToNothing(c))
                .map(c -> isSpace(c) ? ' ' : c)
                .forEach(mapped::appendCodePoint);
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        boolean allowed =
                !normal.isEmpty() && normal.codePoints().noneMatch(SaslPrep::isProhibited) && hasOneDirection(normal);
        return allowed ? normal : password;
    }

    private static boolean mapsToNothing(int c) {
        return c == 0x00AD
                || c == 0x034F
                || c == 0x1806
                || (c >= 0x180B && c <= 0x180D)
                || c == 0x200C
                || c == 0x200D
                || c == 0x2060
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFEFF;
    }

    private static boolean isSpace(int c) {
        return c == 0x00A0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x205F || c == 0x3000;
    }

    private static boolean isProhibited(int c) {
        if (c < 0x80) {
            return c < 0x20 || c == 0x7F;
        }
        if (cameAfterUnicode32(c)) {
            return true;
        }
        switch (Character.getType(c)) {
            case Character.CONTROL, Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED -> {
                return true;
            }
            default -> {
                // the ranges decide
            }
        }
        for (int[] range : PROHIBITED) {
            if (c >= range[0] && c <= range[1]) {
                return true;
            }
        }
        return false;
    }

    /**
     * The rules know the characters of Unicode 3.2 and forbid all later ones. Java keeps that version's tables for domain names
     * only: there, a later character is one that is refused unless unassigned ones are allowed.
     */
    private static boolean cameAfterUnicode32(int c) {
        String text = Character.toString(c);
        return !isDomainName(text, 0) && isDomainName(text, IDN.ALLOW_UNASSIGNED);
    }

    private static boolean isDomainName(String text, int flags) {
        try {
            return !IDN.toASCII(text, flags).isEmpty();
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    /** Text from right to left has no letters from left to right in it, and begins and ends with its own. */
    private static boolean hasOneDirection(String text) {
        if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
            return true;
        }
        return text.codePoints()
                        .noneMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT)
                && isRightToLeft(text.codePointAt(0))
                && isRightToLeft(text.codePointBefore(text.length()));
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
