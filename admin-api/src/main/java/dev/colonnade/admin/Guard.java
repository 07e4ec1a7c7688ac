package dev.colonnade.admin;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask. With a token: whoever sends it. Without one the server is on loopback, and then a Host header that
 * names another machine is refused: a browser that was led to this address by a foreign page's DNS sends that page's name.
 */
final class Guard {
    private static final Set<String> OPEN = Set.of(Routes.HEALTH, Routes.READINESS);
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]");
    private static final String SCHEME = "bearer ";

    private final String host;
    private final byte @Nullable [] tokenDigest;

    Guard(AdminConfig config) {
        String token = config.token();
        this.host = config.host().toLowerCase(Locale.ROOT);
        this.tokenDigest = token == null ? null : sha256(token);
    }

    /**
     * Lets the request pass.
     *
     * @param path as it was sent
     * @param authorization the header; null if it isn't there
     * @param hostHeader the header; null if it isn't there
     * @throws Problem if it may not pass
     */
    void check(String path, @Nullable String authorization, @Nullable String hostHeader) {
        if (OPEN.contains(path)) {
            return;
        }
        if (tokenDigest != null) {
            checkToken(tokenDigest, authorization);
        } else if (hostHeader != null) {
            checkHost(hostHeader);
        }
    }

    private static void checkToken(byte[] expected, @Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new Problem(
                    ProblemCode.UNAUTHORIZED, "Authorization: missing (expected: Bearer and the admin token)");
        }
        String presented = authorization.substring(SCHEME.length()).strip();
        // digests have one length, so that the comparison takes the same time whatever is presented
        if (!MessageDigest.isEqual(expected, sha256(presented))) {
            throw new Problem(ProblemCode.UNAUTHORIZED, "Authorization: not the admin token");
        }
    }

    private void checkHost(String header) {
        String name = hostName(header).toLowerCase(Locale.ROOT);
        if (!name.equals(host) && !LOOPBACK.matcher(name).matches()) {
            throw new Problem(
                    ProblemCode.FOREIGN_HOST,
                    "Host: not this machine's loopback (expected: localhost or " + host + ")");
        }
    }

    /** Without the port; IPv6 addresses stay in their brackets. Empty if it is no host. */
    private static String hostName(String header) {
        try {
            String name = new URI("http://" + header).getHost();
            return name == null ? "" : name;
        } catch (URISyntaxException malformed) {
            return "";
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
