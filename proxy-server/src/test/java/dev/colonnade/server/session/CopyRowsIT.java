package dev.colonnade.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.execution.copy.CopyException;
import dev.colonnade.execution.copy.CopyFormat;
import dev.colonnade.execution.copy.CopyRouter;
import dev.colonnade.execution.copy.CopyRows;
import dev.colonnade.server.catalog.TestServer;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.ShardKeyValue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The same random streams to PostgreSQL in one piece and cut by key: the same rows, each where its key belongs, or the same refusal. */
final class CopyRowsIT {
    private static final int STREAMS = 400;
    private static final int DATABASES = 3;
    private static final long SEED = Long.getLong("copy.seed", 20_241_124L);

    private static final List<PhysicalShardId> HOLDERS =
            List.of(new PhysicalShardId("a"), new PhysicalShardId("b"), new PhysicalShardId("c"));
    private static final Placement PLACEMENT = new Placement.Hash(HOLDERS);

    private static final String[] PIECES = {
        "a",
        "b",
        "7",
        "key",
        ",",
        ",",
        "\t",
        "\t",
        "|",
        "\n",
        "\n",
        "\n",
        "\"",
        "\"",
        "\"\"",
        "'",
        "\\",
        "\\\\",
        "\\.",
        "\\.\n",
        "\\N",
        "\\t",
        "\\n",
        "\\101",
        "\\x41",
        "\\\n",
        "\r",
        "\r\n",
        "ä",
        " ",
        "nil",
        "a\tb\tc\n",
        "x\ty\tz\n",
        "1,2,3\n",
        "4,\"5\n\",6\n"
    };

    private static final List<Map<String, String>> OPTIONS = List.of(
            Map.of(),
            Map.of("format", "csv"),
            Map.of("format", "csv", "header", "true"),
            Map.of("header", "on"),
            Map.of("format", "csv", "escape", "\\"),
            Map.of("format", "csv", "quote", "'", "delimiter", "|", "null", "nil"),
            Map.of("delimiter", "|", "null", "nil"),
            Map.of("format", "csv", "null", "\\N"));

    @Test
    void rowsGoWhereTheirKeysBelongAndNothingElseChanges() throws SQLException, IOException {
        PhysicalShard database = TestServer.createDatabase("copy", "copy_rows", "");
        try (Connection connection = TestServer.connections().open(database)) {
            run(connection, "CREATE TABLE whole (k text NOT NULL, b text, c text)");
            for (int i = 0; i < DATABASES; i++) {
                run(connection, "CREATE TABLE part" + i + " (LIKE whole INCLUDING ALL)");
            }
            Random random = new Random(SEED);
            int same = 0;
            for (int i = 0; i < STREAMS; i++) {
                Map<String, String> options = OPTIONS.get(i % OPTIONS.size());
                String stream = stream(random);
                same += compare(connection, options, stream, random) ? 1 : 0;
            }
            assertTrue(same > STREAMS / 10, "streams without an error: " + same);
        }
    }

    private static String stream(Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextBoolean()) {
            text.append(random.nextBoolean() ? "h\ti\tj\n" : "k,l,m\n");
        }
        int pieces = random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    /** True where PostgreSQL took the stream. */
    private static boolean compare(Connection connection, Map<String, String> options, String stream, Random random)
            throws SQLException, IOException {
        String about = options + " "
                + stream.replace("\n", "<LF>").replace("\r", "<CR>").replace("\t", "<TAB>");
        run(connection, "TRUNCATE whole, part0, part1, part2");
        ServerErrorMessage refusal = copy(connection, "whole", options, stream.getBytes(StandardCharsets.UTF_8));
        Split split = new Split(options);
        CopyException ours = split.take(stream.getBytes(StandardCharsets.UTF_8), random);
        List<String> partRefusals = new ArrayList<>();
        for (int i = 0; i < DATABASES; i++) {
            ServerErrorMessage partRefusal = copy(connection, "part" + i, options, split.part(i));
            if (partRefusal != null) {
                partRefusals.add(String.valueOf(partRefusal.getMessage()));
            }
        }
        if (ours != null) {
            assertNotNull(refusal, about + ": we refuse: " + ours.message());
            if (partRefusals.isEmpty()) {
                assertEquals(refusal.getMessage(), ours.message(), about);
            }
            return false;
        }
        if (refusal != null) {
            String message = String.valueOf(refusal.getMessage()).replace("\"whole\"", "\"part0\"");
            // each part finds its first bad row: the stream's first one is among them
            assertTrue(
                    partRefusals.stream().anyMatch(one -> sameMessage(one, message)),
                    about + ": " + message + " / " + partRefusals);
            return false;
        }
        assertNull(split.unproven, about + ": not placed");
        assertEquals(List.of(), partRefusals, about);
        assertEquals(
                rows(connection, "SELECT k, b, c FROM whole"),
                rows(
                        connection,
                        "SELECT k, b, c FROM part0 UNION ALL SELECT * FROM part1 UNION ALL SELECT * FROM part2"),
                about);
        for (int i = 0; i < DATABASES; i++) {
            for (String key : keys(connection, "part" + i)) {
                PhysicalShardId home =
                        PLACEMENT.homeOf(PLACEMENT.locate(List.of(KeyType.TEXT), List.of(new ShardKeyValue.Text(key))));
                assertEquals(HOLDERS.get(i), home, about + ": key " + key);
            }
        }
        return true;
    }

    private static boolean sameMessage(String one, String other) {
        return one.replaceAll("part[0-9]", "part").equals(other.replaceAll("part[0-9]", "part"));
    }

    /** A stream cut at random places, and what of it goes where. */
    private static final class Split {
        private final CopyRows rows;
        private final CopyRouter router;
        private final List<ByteBuf> parts = new ArrayList<>();
        private @Nullable String unproven;

        Split(Map<String, String> options) {
            CopyFormat format = CopyFormat.of(options).orElseThrow();
            rows = new CopyRows(format);
            router = new CopyRouter(
                    "whole",
                    format,
                    PLACEMENT,
                    List.of(KeyType.TEXT),
                    List.of(new CopyRouter.KeyColumn("k", "text", 0)),
                    HOLDERS);
            for (int i = 0; i < DATABASES; i++) {
                parts.add(Unpooled.buffer());
            }
        }

        @Nullable
        CopyException take(byte[] stream, Random random) {
            ByteBuf data = Unpooled.wrappedBuffer(stream);
            try {
                int from = 0;
                while (from < stream.length) {
                    int length = 1 + random.nextInt(stream.length - from);
                    rows.append(data, from, length);
                    from += length;
                    route();
                }
                rows.finish();
                route();
                return null;
            } catch (CopyException e) {
                return e;
            }
        }

        private void route() {
            while (unproven == null && rows.next()) {
                if (rows.header()) {
                    parts.forEach(rows::writeTo);
                } else {
                    int home = router.route(rows);
                    if (home == CopyRouter.UNPROVEN) {
                        unproven = "line " + rows.line();
                        home = 0;
                    }
                    rows.writeTo(parts.get(home));
                }
            }
        }

        byte[] part(int index) {
            ByteBuf part = parts.get(index);
            byte[] bytes = new byte[part.readableBytes()];
            part.getBytes(0, bytes);
            return bytes;
        }
    }

    private static @Nullable ServerErrorMessage copy(
            Connection connection, String table, Map<String, String> options, byte[] stream)
            throws SQLException, IOException {
        StringBuilder list = new StringBuilder();
        new LinkedHashMap<>(options)
                .forEach((name, value) -> list.append(list.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(" '")
                        .append(value.replace("'", "''"))
                        .append('\''));
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY " + table + " FROM STDIN" + (list.isEmpty() ? "" : " (" + list + ")"),
                            new ByteArrayInputStream(stream));
            return null;
        } catch (PSQLException e) {
            return e.getServerErrorMessage();
        }
    }

    private static Map<String, Integer> rows(Connection connection, String sql) throws SQLException {
        Map<String, Integer> rows = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.merge(
                        result.getString(1) + "|" + result.getString(2) + "|" + result.getString(3), 1, Integer::sum);
            }
        }
        return rows;
    }

    private static List<String> keys(Connection connection, String table) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT k FROM " + table)) {
            while (result.next()) {
                keys.add(result.getString(1));
            }
        }
        return keys;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
