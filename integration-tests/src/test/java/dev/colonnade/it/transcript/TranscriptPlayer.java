package dev.colonnade.it.transcript;

import dev.colonnade.it.wire.Endpoint;
import dev.colonnade.it.wire.RawConnection;
import dev.colonnade.it.wire.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plays a transcript against a server. Not thread-safe. */
public final class TranscriptPlayer {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_ENC_REQUEST = 80877104;
    private static final int TOLERATED_MAX = 100_000;

    private final Endpoint endpoint;
    private final Predicate<String> awaitActive;
    private final List<String> heard = new ArrayList<>();
    /** Messages that were read before a line asked for them. */
    private final Deque<Reply> ahead = new ArrayDeque<>();

    private @Nullable String refusal;

    /** awaitActive: waits until a statement with this text runs on a database; false if it never does. */
    public TranscriptPlayer(Endpoint endpoint, Predicate<String> awaitActive) {
        this.endpoint = endpoint;
        this.awaitActive = awaitActive;
    }

    /** The text of the error with which the server declined what the transcript asks; empty if it didn't. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    private static boolean cleanRefusal(Reply.ErrorResponse error) {
        return error.sqlState().equals("0A000")
                && (error.fields().containsKey('D') || error.fields().containsKey('H'));
    }

    /** The first line that was answered otherwise, with the answer; empty if none was. */
    public String play(Transcript transcript) {
        boolean bare = transcript.lines().getFirst().text().equals("connect");
        try (RawConnection connection = bare ? RawConnection.connect(endpoint) : RawConnection.open(endpoint)) {
            boolean skipping = false;
            for (Transcript.Line line : transcript.lines()) {
                String difference = switch (line.kind()) {
                    case '>' -> {
                        send(connection, line.words());
                        yield "";
                    }
                    case '*' -> act(connection, line.words());
                    default -> line.text().equals("...") ? "" : expect(connection, line, skipping);
                };
                skipping = line.kind() == '<' && line.text().equals("...");
                if (!difference.isEmpty()) {
                    return transcript.file() + ":" + line.number() + ": " + difference + "; heard so far: " + heard;
                }
            }
            return "";
        }
    }

    private String expect(RawConnection connection, Transcript.Line line, boolean skipping) {
        connection.flush();
        if (line.words().getFirst().equals("Byte")) {
            String actual = String.valueOf((char) connection.readByte());
            return actual.equals(line.words().get(1)) ? "" : "byte " + actual + " (expected: " + line.text() + ")";
        }
        for (int i = 0; i < TOLERATED_MAX; i++) {
            Reply reply = next(connection, line.text());
            String actual = ReplyText.of(reply);
            if (actual.equals(line.text())) {
                heard.add(actual);
                return "";
            }
            if (line.kind() == '?') {
                ahead.addFirst(reply);
                return "";
            }
            heard.add(actual);
            if (reply instanceof Reply.ErrorResponse error && cleanRefusal(error)) {
                refusal = error.text();
                return actual;
            }
            if (!skipping || actual.equals("Closed") || actual.equals("TimedOut")) {
                return actual + " (expected: " + line.text() + ")";
            }
        }
        return "never " + line.text();
    }

    /** Settings and notices come whenever they come; only a line that names one looks at them. */
    private Reply next(RawConnection connection, String expected) {
        while (true) {
            Reply reply = ahead.isEmpty() ? connection.read() : ahead.remove();
            boolean passedOver = switch (reply) {
                case Reply.ParameterStatus status -> !expected.startsWith("Setting");
                case Reply.NoticeResponse notice -> !expected.startsWith("Notice");
                default -> false;
            };
            if (!passedOver) {
                return reply;
            }
        }
    }

    private String act(RawConnection connection, List<String> words) {
        switch (words.getFirst()) {
            case "connect" -> {}
            case "half-close" -> {
                connection.flush();
                connection.shutdownOutput();
            }
            case "cancel" -> {
                connection.flush();
                RawConnection.cancel(endpoint, connection.key());
            }
            case "cancel-with-wrong-secret" -> {
                connection.flush();
                Reply.BackendKeyData key = connection.key();
                RawConnection.cancel(endpoint, new Reply.BackendKeyData(key.process(), ~key.secret()));
            }
            case "await-active" -> {
                connection.flush();
                return awaitActive.test(words.get(1)) ? "" : "no statement with " + words.get(1) + " runs";
            }
            default -> throw new IllegalArgumentException("action " + words);
        }
        return "";
    }

    private void send(RawConnection connection, List<String> words) {
        List<String> rest = words.subList(1, words.size());
        switch (words.getFirst()) {
            case "Query" -> connection.query(rest.get(0));
            case "Parse" ->
                connection.parse(
                        rest.get(0),
                        rest.get(1),
                        rest.stream().skip(2).map(Integer::valueOf).toList());
            case "Bind" -> connection.bind(rest.get(0), rest.get(1), List.of(), values(rest), format(rest));
            case "Describe" -> connection.describe(rest.get(0).charAt(0), rest.get(1));
            case "Execute" -> connection.execute(rest.get(0), rest.size() > 1 ? Integer.parseInt(rest.get(1)) : 0);
            case "Close" -> connection.forget(rest.get(0).charAt(0), rest.get(1));
            case "Sync" -> connection.sync();
            case "Flush" -> connection.flushRequest();
            case "CopyData" -> connection.copyData(rest.get(0));
            case "CopyDone" -> connection.copyDone();
            case "CopyFail" -> connection.copyFail(rest.get(0));
            case "Terminate" -> connection.message('X', new byte[0]);
            case "Startup" -> {
                connection.flush();
                connection.startup(parameters(rest));
                ahead.addAll(connection.authenticate(endpoint.password()));
                ahead.removeIf(reply -> reply instanceof Reply.Authentication request && request.code() != 0);
            }
            case "SslRequest" -> connection.raw(RawConnection.untyped(SSL_REQUEST, new byte[0]));
            case "GssEncRequest" -> connection.raw(RawConnection.untyped(GSS_ENC_REQUEST, new byte[0]));
            case "Raw" -> connection.raw(HexFormat.of().parseHex(String.join("", rest)));
            default -> throw new IllegalArgumentException("message " + words);
        }
    }

    /** Bind's words after the names are values; a last word {@code binary} asks for binary results. */
    private static List<@Nullable String> values(List<String> rest) {
        List<@Nullable String> values = new ArrayList<>();
        for (String word : rest.subList(2, rest.size())) {
            if (!word.equals("binary")) {
                values.add(word.equals("NULL") ? null : word);
            }
        }
        return values;
    }

    private static int format(List<String> rest) {
        return rest.getLast().equals("binary") && rest.size() > 2 ? 1 : 0;
    }

    private static Map<String, String> parameters(List<String> words) {
        Map<String, String> parameters = new HashMap<>();
        Arrays.stream(words.toArray(String[]::new)).forEach(word -> {
            int equals = word.indexOf('=');
            parameters.put(word.substring(0, equals), word.substring(equals + 1));
        });
        return parameters;
    }
}
