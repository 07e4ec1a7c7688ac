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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's own grammar: the npm package libpg-query under node, fetched into {@code target/guard} when it is first asked for. Not for
 * use by several threads.
 */
final class PgReader implements AutoCloseable {
    private static final Path SOURCES = Path.of("src/test/guard");
    private static final Path HOME = Path.of("target/guard");
    private static final long INSTALL_SECONDS_MAX = 180;

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
            install();
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

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        for (String name : List.of("package.json", "package-lock.json", "read.mjs")) {
            Files.write(HOME.resolve(name), Files.readAllBytes(SOURCES.resolve(name)));
        }
        if (Files.exists(HOME.resolve("node_modules/libpg-query/package.json"))) {
            return;
        }
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(HOME.resolve("npm.log").toFile())
                .start();
        if (!npm.waitFor(INSTALL_SECONDS_MAX, TimeUnit.SECONDS)) {
            npm.destroyForcibly();
            throw new IOException("npm didn't end in " + INSTALL_SECONDS_MAX + " s");
        }
        if (npm.exitValue() != 0) {
            throw new IOException("npm failed: " + Files.readString(HOME.resolve("npm.log")));
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
