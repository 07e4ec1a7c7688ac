package dev.colonnade.server.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server keeps of a password: enough to check a proof, not enough to make one. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5802#section-3">RFC 5802</a>
 */
public final class ScramVerifier {
    /** How often PostgreSQL stretches a password by default. */
    public static final int DEFAULT_ITERATIONS = 4_096;

    private static final Pattern ENCODED =
            Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        this.iterations = iterations;
        this.salt = salt;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /**
     * The verifier of a password.
     *
     * @param salt 16 random bytes in PostgreSQL; copied
     * @param iterations at least 1
     * @throws IllegalArgumentException if the password or the salt is empty, or for 0 iterations
     */
    public static ScramVerifier of(String password, byte[] salt, int iterations) {
        if (password.isEmpty()) {
            throw new IllegalArgumentException("password: empty (expected: at least one character)");
        }
        if (salt.length == 0 || iterations < 1) {
            throw new IllegalArgumentException(
                    "salt bytes: " + salt.length + ", iterations: " + iterations + " (expected: >= 1 of each)");
        }
        byte[] salted = Sha256.stretch(SaslPrep.prepare(password), salt, iterations);
        byte[] clientKey = Sha256.hmac(salted, "Client Key".getBytes(US_ASCII));
        byte[] serverKey = Sha256.hmac(salted, "Server Key".getBytes(US_ASCII));
        return new ScramVerifier(iterations, salt.clone(), Sha256.digest(clientKey), serverKey);
    }

    /**
     * Reads the form that PostgreSQL keeps in {@code pg_authid.rolpassword}: {@code
     * SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>}.
     *
     * @throws IllegalArgumentException if it is something else; the message doesn't show it
     */
    public static ScramVerifier parse(String encoded) {
        Matcher form = ENCODED.matcher(encoded);
        if (!form.matches()) {
            throw notAVerifier();
        }
        int iterations = Integer.parseInt(form.group(1));
        byte[] salt = base64(form.group(2));
        byte[] storedKey = base64(form.group(3));
        byte[] serverKey = base64(form.group(4));
        if (iterations < 1
                || salt.length == 0
                || storedKey.length != Sha256.BYTES
                || serverKey.length != Sha256.BYTES) {
            throw notAVerifier();
        }
        return new ScramVerifier(iterations, salt, storedKey, serverKey);
    }

    /** The form that {@link #parse} reads. A secret. */
    public String encoded() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-256$" + iterations + ":" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(storedKey) + ":" + base64.encodeToString(serverKey);
    }

    /** How often the password was stretched. */
    public int iterations() {
        return iterations;
    }

    byte[] salt() {
        return salt;
    }

    byte[] storedKey() {
        return storedKey;
    }

    byte[] serverKey() {
        return serverKey;
    }

    @Override
    public String toString() {
        return "***";
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            throw notAVerifier();
        }
    }

    private static IllegalArgumentException notAVerifier() {
        return new IllegalArgumentException(
                "expected a verifier SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>, as PostgreSQL keeps it in"
                        + " pg_authid.rolpassword");
    }
}
