package dev.colonnade.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/**
 * The server half of SCRAM-SHA-256: one per process, an exchange per client. Thread-safe.
 *
 * <p>A user who isn't listed has the same conversation with a salt that is made from the name and a secret of this process, so it
 * is the same whenever one asks; only at its end it fails, as it does for a wrong password. Neither the messages nor the work done
 * for them tell which users exist.
 */
public final class ScramServer {
    /** For AuthenticationSASL. Channel binding needs TLS, which isn't spoken to clients. */
    public static final List<String> MECHANISMS = List.of("SCRAM-SHA-256");

    private static final int SALT_BYTES = 16;
    /** As many as PostgreSQL's: 24 characters in base64. */
    private static final int NONCE_BYTES = 18;

    private final UserFile users;
    private final Supplier<String> nonces;
    private final byte[] mockSecret = new byte[Sha256.BYTES];

    public ScramServer(UserFile users, SecureRandom random) {
        this(users, random, () -> nonce(random));
    }

    ScramServer(UserFile users, SecureRandom random, Supplier<String> nonces) {
        this.users = users;
        this.nonces = nonces;
        random.nextBytes(mockSecret);
    }

    /** A new conversation with a client who says to be this user in its startup message. */
    public ScramExchange begin(String user) {
        ScramVerifier listed = users.verifier(user).orElse(null);
        ScramVerifier mock = mock(user);
        return new ScramExchange(user, listed == null ? mock : listed, listed == null, nonces.get());
    }

    private ScramVerifier mock(String user) {
        byte[] salt = Arrays.copyOf(Sha256.hmac(mockSecret, user.getBytes(UTF_8)), SALT_BYTES);
        return new ScramVerifier(users.usualIterations(), salt, new byte[Sha256.BYTES], new byte[Sha256.BYTES]);
    }

    private static String nonce(SecureRandom random) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
