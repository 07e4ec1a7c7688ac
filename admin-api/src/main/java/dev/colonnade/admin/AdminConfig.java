package dev.colonnade.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin API listens and who may use it.
 *
 * @param host name or address to bind to; loopback unless there is a token
 * @param port 0 for any free one
 * @param token the bearer token that every route but /healthz and /readyz requires; null for none
 */
public record AdminConfig(String host, int port, @Nullable String token) {
    public static final String LOOPBACK = "127.0.0.1";
    /** A shorter token could be guessed at the rate that a network allows; it is refused at start. */
    static final int TOKEN_CHARACTERS_MIN = 16;

    /**
     * Checks that nobody can reach it without a token from another machine.
     *
     * @throws IllegalArgumentException if the host is unknown, or isn't loopback and there is no token, or the token is
     *     too short
     */
    public AdminConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("admin port: " + port + " (expected: 0..65535)");
        }
        if (token != null && token.length() < TOKEN_CHARACTERS_MIN) {
            throw new IllegalArgumentException(
                    "admin token: " + token.length() + " characters (expected: at least " + TOKEN_CHARACTERS_MIN + ")");
        }
        if (token == null && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "admin host: " + host + " without an admin token (expected: a loopback address, or a token)");
        }
    }

    /** Without a token. */
    public AdminConfig(String host, int port) {
        this(host, port, null);
    }

    /** Leaves the token out, so that no log has it. */
    @Override
    public String toString() {
        return "AdminConfig[host=" + host + ", port=" + port + ", token=" + (token == null ? "none" : "set") + "]";
    }

    /** True only if every address of the name is loopback. */
    private static boolean isLoopback(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "admin host: " + host + " (expected: a name or address that exists)", unknown);
        }
    }
}
