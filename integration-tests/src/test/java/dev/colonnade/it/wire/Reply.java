package dev.colonnade.it.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message from the server. Bytes are carried as ISO-8859-1 strings (one char per byte), which gives them equality and order.
 */
public sealed interface Reply {
    /** Authentication request; the body follows the code. */
    record Authentication(int code, String body) implements Reply {}

    record ParameterStatus(String name, String value) implements Reply {}

    record BackendKeyData(int process, int secret) implements Reply {}

    record ReadyForQuery(char status) implements Reply {}

    record RowDescription(List<Field> fields) implements Reply {}

    record ParameterDescription(List<Integer> typeOids) implements Reply {}

    /** Values as bytes in ISO-8859-1; null for NULL. */
    record DataRow(List<@Nullable String> values) implements Reply {}

    record CommandComplete(String tag) implements Reply {}

    record ErrorResponse(Map<Character, String> fields) implements Reply {
        public String sqlState() {
            return fields.getOrDefault('C', "");
        }

        public String text() {
            String detail = fields.containsKey('D') ? " DETAIL: " + fields.get('D') : "";
            String hint = fields.containsKey('H') ? " HINT: " + fields.get('H') : "";
            return sqlState() + " " + fields.getOrDefault('M', "") + detail + hint;
        }
    }

    record NoticeResponse(Map<Character, String> fields) implements Reply {}

    record CopyInResponse(int format, int columns) implements Reply {}

    record CopyOutResponse(int format, int columns) implements Reply {}

    record CopyData(String bytes) implements Reply {}

    record NotificationResponse(String channel, String payload) implements Reply {}

    /** Messages without a body: ParseComplete, BindComplete, CloseComplete, NoData, PortalSuspended, EmptyQueryResponse, CopyDone. */
    record Bare(char type) implements Reply {}

    /** A message type that the client doesn't know. */
    record Unknown(char type, String body) implements Reply {}

    /** The server closed the connection. */
    record Closed() implements Reply {}

    /** Nothing came within the connection's timeout. */
    record TimedOut() implements Reply {}

    /** A column of a RowDescription. */
    record Field(String name, int tableOid, int attribute, int typeOid, int typeLength, int typeModifier, int format) {}
}
