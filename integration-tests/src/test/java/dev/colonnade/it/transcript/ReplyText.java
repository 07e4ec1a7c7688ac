package dev.colonnade.it.transcript;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.colonnade.it.wire.Reply;
import java.util.Locale;
import java.util.stream.Collectors;

/** Messages as transcripts write them. */
public final class ReplyText {
    private ReplyText() {}

    public static String of(Reply reply) {
        return switch (reply) {
            case Reply.Authentication request -> "Authentication " + request.code();
            case Reply.ParameterStatus status -> "Setting " + status.name() + "=" + status.value();
            case Reply.BackendKeyData key -> "Key";
            case Reply.ReadyForQuery ready -> "Ready " + ready.status();
            case Reply.RowDescription description ->
                description.fields().stream()
                        .map(field ->
                                " " + field.name() + ":" + field.typeOid() + (field.format() == 1 ? ":binary" : ""))
                        .collect(Collectors.joining("", "Columns", ""));
            case Reply.ParameterDescription description ->
                description.typeOids().stream().map(oid -> " " + oid).collect(Collectors.joining("", "Parameters", ""));
            case Reply.DataRow row ->
                row.values().stream()
                        .map(value -> value == null ? "NULL" : readable(value))
                        .collect(Collectors.joining("|", "Data ", ""));
            case Reply.CommandComplete complete -> "Complete \"" + complete.tag() + "\"";
            case Reply.ErrorResponse error -> severity(error.fields().getOrDefault('V', "ERROR")) + error.sqlState();
            case Reply.NoticeResponse notice -> "Notice " + notice.fields().getOrDefault('C', "");
            case Reply.CopyInResponse in -> "CopyIn " + in.format() + " " + in.columns();
            case Reply.CopyOutResponse out -> "CopyOut " + out.format() + " " + out.columns();
            case Reply.CopyData data -> "CopyData \"" + readable(data.bytes()) + "\"";
            case Reply.NotificationResponse notification -> "Notification " + notification.channel();
            case Reply.Bare bare ->
                switch (bare.type()) {
                    case '1' -> "ParseComplete";
                    case '2' -> "BindComplete";
                    case '3' -> "CloseComplete";
                    case 'n' -> "NoData";
                    case 's' -> "Suspended";
                    case 'I' -> "Empty";
                    default -> "CopyDone";
                };
            case Reply.Unknown unknown -> "Unknown " + unknown.type();
            case Reply.Closed closed -> "Closed";
            case Reply.TimedOut timedOut -> "TimedOut";
        };
    }

    private static String severity(String severity) {
        return severity.equals("ERROR")
                ? "Error "
                : severity.charAt(0) + severity.substring(1).toLowerCase(Locale.ROOT) + " ";
    }

    private static String readable(String bytes) {
        StringBuilder out = new StringBuilder();
        new String(bytes.getBytes(ISO_8859_1), UTF_8).chars().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' ? String.format(Locale.ROOT, "\\x%02x", c) : String.valueOf((char) c));
            }
        });
        return out.toString();
    }
}
