package dev.colonnade.server.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/** What to tell the client next. */
public sealed interface ScramReply {
    /** The body of an AuthenticationSASLContinue; the conversation goes on with the client's next SASLResponse. */
    record Continue(String challenge) implements ScramReply {
        public byte[] bytes() {
            return challenge.getBytes(US_ASCII);
        }
    }

    /** The body of an AuthenticationSASLFinal; the client is who it says, and AuthenticationOk may follow. */
    record Proven(String signature) implements ScramReply {
        public byte[] bytes() {
            return signature.getBytes(US_ASCII);
        }
    }

    /** The fields of a FATAL ErrorResponse; the session ends. */
    record Failed(String sqlState, String message, @Nullable String detail) implements ScramReply {}
}
