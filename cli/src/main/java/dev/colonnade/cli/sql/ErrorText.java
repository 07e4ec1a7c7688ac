package dev.colonnade.cli.sql;

import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** The text of a server's error or notice: severity, SQLSTATE, message and, on lines of their own, position, detail and hint. */
final class ErrorText {
    private ErrorText() {}

    static String of(SQLException error) {
        ServerErrorMessage message =
                error instanceof PSQLException fromServer ? fromServer.getServerErrorMessage() : null;
        return message == null ? "ERROR:  " + error.getSQLState() + ": " + error.getMessage() : of(message);
    }

    static String of(SQLWarning warning) {
        return warning instanceof PSQLWarning fromServer
                ? of(fromServer.getServerErrorMessage())
                : "WARNING:  " + warning.getMessage();
    }

    private static String of(ServerErrorMessage message) {
        StringBuilder text = new StringBuilder(String.valueOf(message.getSeverity())).append(":  ");
        String state = message.getSQLState();
        if (state != null && !state.equals("00000")) {
            text.append(state).append(": ");
        }
        text.append(message.getMessage());
        if (message.getPosition() > 0) {
            line(text, "POSITION", String.valueOf(message.getPosition()));
        }
        line(text, "DETAIL", message.getDetail());
        line(text, "HINT", message.getHint());
        return text.toString();
    }

    private static void line(StringBuilder text, String label, @Nullable String value) {
        if (value != null) {
            text.append('\n').append(label).append(":  ").append(value);
        }
    }
}
