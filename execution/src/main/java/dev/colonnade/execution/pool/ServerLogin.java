package dev.colonnade.execution.pool;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import dev.colonnade.wire.ProtocolViolationException;
import dev.colonnade.wire.SqlState;
import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.Tags;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.frontend.FrontendWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The start-up conversation with a server, as its client: StartupMessage, authentication (trust, password, SCRAM-SHA-256), parameters,
 * BackendKeyData, ReadyForQuery. See "Start-up" and "SASL Authentication" in the manual.
 */
final class ServerLogin {
    private static final int OK = 0;
    private static final int CLEARTEXT_PASSWORD = 3;
    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int SASL_FINAL = 12;

    private final String user;
    private final @Nullable Supplier<String> password;
    private @Nullable ScramClient scram;
    private boolean serverProven;

    ServerLogin(String user, @Nullable Supplier<String> password) {
        this.user = user;
        this.password = password;
    }

    void start(ServerConnection connection) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", user);
        parameters.put("database", connection.shard().database());
        parameters.put("client_encoding", "UTF8");
        parameters.put("standard_conforming_strings", "on");
        parameters.put("application_name", "colonnade");
        FrontendWriter.startup(connection.out(), parameters);
        connection.flush();
    }

    void message(ServerConnection connection, byte tag, MessageCursor body) {
        switch (tag) {
            case Tags.AUTHENTICATION -> authenticate(connection, body);
            case Tags.PARAMETER_STATUS -> connection.noteParameter(body);
            case Tags.BACKEND_KEY_DATA -> connection.noteKey(body.int32(), body.bytes(body.remaining()));
            case Tags.READY_FOR_QUERY -> connection.loggedIn();
            case Tags.ERROR_RESPONSE -> connection.loginFailed(ErrorFields.decodeBody(body));
            case Tags.NOTICE_RESPONSE, Tags.NEGOTIATE_PROTOCOL_VERSION -> {
                // nothing that changes the conversation
            }
            default -> throw new ProtocolViolationException("message " + (char) tag + " during start-up");
        }
    }

    private void authenticate(ServerConnection connection, MessageCursor body) {
        int method = body.int32();
        try {
            switch (method) {
                case OK -> {
                    if (scram != null && !serverProven) {
                        throw new ProtocolViolationException(
                                "the server ended SCRAM without proving that it knows the password");
                    }
                    scram = null;
                }
                case CLEARTEXT_PASSWORD -> FrontendWriter.password(connection.out(), secret());
                case SASL -> {
                    ScramClient client = ScramClient.builder()
                            .advertisedMechanisms(mechanisms(body))
                            .username("*")
                            .password(secret().toCharArray())
                            .build();
                    scram = client;
                    FrontendWriter.saslInitialResponse(
                            connection.out(),
                            client.getScramMechanism().getName(),
                            client.clientFirstMessage().toString().getBytes(StandardCharsets.UTF_8));
                }
                case SASL_CONTINUE -> {
                    ScramClient client = conversation();
                    client.serverFirstMessage(text(body));
                    FrontendWriter.saslResponse(
                            connection.out(),
                            client.clientFinalMessage().toString().getBytes(StandardCharsets.UTF_8));
                }
                case SASL_FINAL -> {
                    conversation().serverFinalMessage(text(body));
                    serverProven = true;
                }
                default ->
                    throw new ProtocolViolationException("authentication method " + method + " is not supported");
            }
        } catch (ScramException | IllegalArgumentException e) {
            connection.loginFailed(ErrorFields.error(
                    SqlState.INVALID_PASSWORD,
                    "authentication to shard \"" + connection.shard().id().value() + "\" failed: " + e.getMessage()));
            return;
        }
        connection.flush();
    }

    private ScramClient conversation() {
        ScramClient client = scram;
        if (client == null) {
            throw new ProtocolViolationException("SASL message outside a SASL conversation");
        }
        return client;
    }

    private String secret() {
        Supplier<String> known = password;
        if (known == null) {
            throw new IllegalArgumentException(
                    "the server asks for a password and none is configured for user \"" + user + "\"");
        }
        return known.get();
    }

    private static List<String> mechanisms(MessageCursor body) {
        List<String> names = new ArrayList<>();
        for (String name = body.string(); !name.isEmpty(); name = body.string()) {
            if (!name.endsWith("-PLUS")) {
                names.add(name);
            }
        }
        return names;
    }

    private static String text(MessageCursor body) {
        return new String(body.bytes(body.remaining()), StandardCharsets.UTF_8);
    }
}
