package dev.colonnade.cli.dev;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Loads a sample's rows over one client connection, as an application would: the proxy finds their shards. */
final class SampleRows {
    /** Lines travel in messages of about this size. */
    private static final int CHUNK_CHARACTERS = 64 * 1024;

    private SampleRows() {}

    /** Copies every table in and returns the number of rows. */
    static long load(Sample sample, Connection connection) throws SQLException {
        long rows = 0;
        for (Sample.Table table : sample.tables()) {
            rows += copy(table, connection);
        }
        return rows;
    }

    private static long copy(Sample.Table table, Connection connection) throws SQLException {
        String sql = "COPY " + table.name() + " (" + String.join(", ", table.columns()) + ") FROM STDIN";
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try (Stream<String> rows = table.rows().get()) {
            StringBuilder chunk = new StringBuilder();
            for (String row : (Iterable<String>) rows::iterator) {
                chunk.append(row).append('\n');
                if (chunk.length() >= CHUNK_CHARACTERS) {
                    send(chunk, copy);
                }
            }
            send(chunk, copy);
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(StringBuilder chunk, CopyIn copy) throws SQLException {
        byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
        chunk.setLength(0);
        copy.writeToCopy(bytes, 0, bytes.length);
    }
}
