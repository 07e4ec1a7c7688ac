package dev.colonnade.it.sqltest;

import dev.colonnade.it.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one exchange, cut at each statement's end.
 *
 * @param shape the types of the messages that a client's state machine sees, rows and asynchronous messages left out
 * @param parameters changes of settings that were reported
 */
record Answer(
        List<Segment> segments,
        String shape,
        List<Reply.ParameterDescription> parameterTypes,
        List<Reply.ParameterStatus> parameters,
        List<String> notices,
        Optional<String> broken) {

    /** One statement's result. */
    record Segment(
            Reply.@Nullable RowDescription description,
            List<Reply.DataRow> rows,
            List<Reply.CopyData> copied,
            Reply.@Nullable ErrorResponse error,
            @Nullable String tag) {}

    static Answer of(List<Reply> replies) {
        List<Segment> segments = new ArrayList<>();
        StringBuilder shape = new StringBuilder();
        List<Reply.ParameterDescription> parameterTypes = new ArrayList<>();
        List<Reply.ParameterStatus> parameters = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        String broken = null;
        Reply.RowDescription description = null;
        List<Reply.DataRow> rows = new ArrayList<>();
        List<Reply.CopyData> copied = new ArrayList<>();
        for (Reply reply : replies) {
            switch (reply) {
                case Reply.RowDescription described -> {
                    description = described;
                    shape.append('T');
                }
                case Reply.DataRow row -> rows.add(row);
                case Reply.CopyData data -> copied.add(data);
                case Reply.CommandComplete complete -> {
                    segments.add(new Segment(description, rows, copied, null, complete.tag()));
                    description = null;
                    rows = new ArrayList<>();
                    copied = new ArrayList<>();
                    shape.append('C');
                }
                case Reply.ErrorResponse error -> {
                    segments.add(new Segment(description, rows, copied, error, null));
                    description = null;
                    rows = new ArrayList<>();
                    copied = new ArrayList<>();
                    shape.append('E');
                }
                case Reply.Bare bare -> shape.append(bare.type());
                case Reply.ParameterDescription described -> {
                    parameterTypes.add(described);
                    shape.append('t');
                }
                case Reply.CopyInResponse in -> shape.append("G(%d,%d)".formatted(in.format(), in.columns()));
                case Reply.CopyOutResponse out -> shape.append("H(%d,%d)".formatted(out.format(), out.columns()));
                case Reply.ReadyForQuery ready -> {
                    shape.append('Z').append(ready.status());
                    if (description != null) {
                        segments.add(new Segment(description, rows, copied, null, null));
                        description = null;
                        rows = new ArrayList<>();
                        copied = new ArrayList<>();
                    }
                }
                case Reply.ParameterStatus status -> parameters.add(status);
                case Reply.NoticeResponse notice -> notices.add(notice.fields().getOrDefault('M', ""));
                case Reply.NotificationResponse notification -> notices.add("notification " + notification);
                case Reply.Authentication request -> shape.append('R');
                case Reply.BackendKeyData key -> shape.append('K');
                case Reply.Unknown unknown -> shape.append('?');
                case Reply.Closed closed -> broken = "the connection was closed";
                case Reply.TimedOut timedOut -> broken = "no answer in time";
            }
        }
        return new Answer(segments, shape.toString(), parameterTypes, parameters, notices, Optional.ofNullable(broken));
    }

    /** The first error, if there is one. */
    Optional<Reply.ErrorResponse> error() {
        for (Segment segment : segments) {
            if (segment.error() != null) {
                return Optional.of(segment.error());
            }
        }
        return Optional.empty();
    }

    /** Statements that were answered in full. */
    long results() {
        return segments.stream().filter(segment -> segment.tag() != null).count();
    }

    /** The status of the last ReadyForQuery; a blank if none came. */
    char finalStatus() {
        int last = shape.lastIndexOf('Z');
        return last < 0 ? ' ' : shape.charAt(last + 1);
    }

    /** The shape without what precedes an error in its own statement: how far the server got by then is its own affair. */
    String comparableShape() {
        return shape.replaceAll("([12TnH]|\\([0-9,]*\\))*E", "E");
    }
}
