package dev.colonnade.server.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.colonnade.server.auth.ScramSyntax.MalformedException;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation. Not thread-safe: it belongs to the session's event loop, and does no work there but a few hashes.
 *
 * <pre>
 * client                                       server
 *   SASLInitialResponse  n,,n=*,r=abc            -> {@link #initial}
 *   AuthenticationSASLContinue                   <- Continue  r=abcXYZ,s=...,i=4096
 *   SASLResponse         c=biws,r=abcXYZ,p=...   -> {@link #next}
 *   AuthenticationSASLFinal                      <- Proven    v=...
 * </pre>
 *
 * <p>An initial response without data is answered by an empty challenge, after which the client sends what it left out. The user
 * name inside SCRAM is ignored, as by PostgreSQL: the startup message's counts.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sasl-authentication.html">SASL authentication in the manual</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7677">RFC 7677</a>
 */
public final class ScramExchange {
    private static final String PROTOCOL_VIOLATION = "08P01";
    private static final String FEATURE_NOT_SUPPORTED = "0A000";
    private static final String INVALID_PASSWORD = "28P01";

    private final String user;
    private final ScramVerifier verifier;
    private final boolean doomed;
    private final String serverNonce;

    private State state = State.EXPECTS_MECHANISM;
    private String gs2Header = "";
    private String clientFirstBare = "";
    private String nonce = "";
    private String serverFirst = "";

    ScramExchange(String user, ScramVerifier verifier, boolean doomed, String serverNonce) {
        this.user = user;
        this.verifier = verifier;
        this.doomed = doomed;
        this.serverNonce = serverNonce;
    }

    /**
     * Takes a SASLInitialResponse.
     *
     * @param response null where the client sent none, which isn't the same as an empty one
     */
    public ScramReply initial(String mechanism, byte @Nullable [] response) {
        if (state != State.EXPECTS_MECHANISM) {
            return over("unexpected SASL message", null);
        }
        if (!ScramServer.MECHANISMS.contains(mechanism)) {
            return over("client selected an invalid SASL authentication mechanism", null);
        }
        state = State.EXPECTS_FIRST;
        return response == null ? new ScramReply.Continue("") : next(response);
    }

    /** Takes a SASLResponse. */
    public ScramReply next(byte[] response) {
        try {
            ScramSyntax message = new ScramSyntax(response);
            return switch (state) {
                case EXPECTS_FIRST -> first(message);
                case EXPECTS_FINAL -> last(message);
                case EXPECTS_MECHANISM, OVER -> over("unexpected SASL message", null);
            };
        } catch (MalformedException e) {
            return over("malformed SCRAM message", e.detail());
        }
    }

    private ScramReply first(ScramSyntax message) throws MalformedException {
        char flag = message.take();
        switch (flag) {
            // y: the client could bind the channel but believes that this server can't; without TLS it is right
            case 'n', 'y' -> message.takeComma();
            case 'p' ->
                throw new MalformedException("The client selected SCRAM-SHA-256 without channel binding, but the SCRAM"
                        + " message includes channel binding data.");
            default ->
                throw new MalformedException("Unexpected channel-binding flag \"" + ScramSyntax.shown(flag) + "\".");
        }
        if (message.peek() == 'a') {
            return failed(FEATURE_NOT_SUPPORTED, "client uses authorization identity, but it is not supported", null);
        }
        if (message.peek() != ',') {
            throw new MalformedException(
                    "Unexpected attribute \"" + ScramSyntax.shown(message.peek()) + "\" in client-first-message.");
        }
        message.takeComma();
        gs2Header = message.between(0, message.position());
        clientFirstBare = message.rest();
        if (message.peek() == 'm') {
            return failed(FEATURE_NOT_SUPPORTED, "client requires an unsupported SCRAM extension", null);
        }
        message.attribute('n');
        String clientNonce = message.attribute('r');
        if (clientNonce.isEmpty() || !clientNonce.chars().allMatch(c -> c >= 0x21 && c <= 0x7E)) {
            return over("non-printable characters in SCRAM nonce", null);
        }
        while (!message.atEnd()) {
            message.anyAttribute();
        }
        nonce = clientNonce + serverNonce;
        serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(verifier.salt()) + ",i="
                + verifier.iterations();
        state = State.EXPECTS_FINAL;
        return new ScramReply.Continue(serverFirst);
    }

    private ScramReply last(ScramSyntax message) throws MalformedException {
        String binding = message.attribute('c');
        if (!binding.equals(Base64.getEncoder().encodeToString(gs2Header.getBytes(ISO_8859_1)))) {
            return over("unexpected SCRAM channel-binding attribute in client-final-message", null);
        }
        String finalNonce = message.attribute('r');
        int proofAt = message.position();
        while (message.peek() != 'p') {
            message.anyAttribute();
            proofAt = message.position();
        }
        byte[] proof = proof(message.attribute('p'));
        if (!message.atEnd()) {
            throw new MalformedException("Garbage found at the end of client-final-message.");
        }
        if (!finalNonce.equals(nonce)) {
            return over("invalid SCRAM response", "Nonce does not match.");
        }
        String withoutProof = message.between(0, proofAt - 1);
        byte[] conversation =
                String.join(",", clientFirstBare, serverFirst, withoutProof).getBytes(ISO_8859_1);
        if (!proves(proof, conversation) || doomed) {
            return failed(INVALID_PASSWORD, "password authentication failed for user \"" + user + "\"", null);
        }
        state = State.OVER;
        byte[] signature = Sha256.hmac(verifier.serverKey(), conversation);
        return new ScramReply.Proven("v=" + Base64.getEncoder().encodeToString(signature));
    }

    private static byte[] proof(String base64) throws MalformedException {
        byte[] proof;
        try {
            proof = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            proof = new byte[0];
        }
        if (proof.length != Sha256.BYTES) {
            throw new MalformedException("Malformed proof in client-final-message.");
        }
        return proof;
    }

    /** Whether the proof, with our signature taken off, is a key whose digest is the stored one. */
    private boolean proves(byte[] proof, byte[] conversation) {
        byte[] clientKey = Sha256.hmac(verifier.storedKey(), conversation);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= proof[i];
        }
        return MessageDigest.isEqual(Sha256.digest(clientKey), verifier.storedKey());
    }

    private ScramReply over(String message, @Nullable String detail) {
        return failed(PROTOCOL_VIOLATION, message, detail);
    }

    private ScramReply failed(String sqlState, String message, @Nullable String detail) {
        state = State.OVER;
        return new ScramReply.Failed(sqlState, message, detail);
    }

    private enum State {
        /** {@link #initial} comes. */
        EXPECTS_MECHANISM,
        /** The client-first-message comes. */
        EXPECTS_FIRST,
        /** The client-final-message comes. */
        EXPECTS_FINAL,
        /** Nothing is taken any more. */
        OVER
    }
}
