package dev.colonnade.planner.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's own grammar: the npm package libpg-query under node, fetched into {@code target/guard/parser} when it is first asked for. Not for
 * use by several threads.
 */
final class PgReader implements AutoCloseable {
    private static final Path HOME = Path.of("target/guard/parser");

    private final ObjectMapper mapper = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100_000).build())
            .build());
    private final Process process;
    private final BufferedWriter to;
    private final BufferedReader from;

    private PgReader(Process process) {
        this.process = process;
        to = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts the reader. Returns null where this machine can't have it; {@code -Dguard=required} makes that an error. */
    static @Nullable PgReader start() throws IOException, InterruptedException {
        try {
            NodePackage.install(Path.of("src/test/guard/parser"), HOME);
            return new PgReader(new ProcessBuilder("node", "--stack-size=8000", "read.mjs")
                    .directory(HOME.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            if (System.getProperty("guard", "").equals("required")) {
                throw new IOException("PostgreSQL's own parser is required here (-Dguard=required)", e);
            }
            return null;
        }
    }

    /** What PostgreSQL's parser makes of a text: {@code stmts}, or {@code error} and {@code position}. */
    JsonNode read(String sql) throws IOException {
        to.write(mapper.writeValueAsString(sql));
        to.write('\n');
        to.flush();
        String line = from.readLine();
        if (line == null) {
            throw new IOException("PostgreSQL's parser ended on: " + sql);
        }
        return mapper.readTree(line);
    }

    @Override
    public void close() throws IOException {
        to.close();
        process.destroy();
    }
}
