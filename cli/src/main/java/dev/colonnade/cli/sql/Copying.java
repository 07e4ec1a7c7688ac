package dev.colonnade.cli.sql;

import dev.colonnade.cli.console.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** COPY from the shell's own input, up to a line {@code \.}, and to its output. */
final class Copying {
    private static final String END = "\\.";

    private Copying() {}

    static void in(Connection connection, String sql, LineSource input, Console console)
            throws SQLException, IOException {
        CopyIn copy = manager(connection).copyIn(sql);
        try {
            String line = input.next(">> ");
            while (line != null && !line.equals(END)) {
                byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(bytes, 0, bytes.length);
                line = input.next(">> ");
            }
            console.say("COPY " + copy.endCopy());
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    static void out(Connection connection, String sql, Console console) throws SQLException, IOException {
        manager(connection).copyOut(sql, console.out());
    }

    private static CopyManager manager(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}
