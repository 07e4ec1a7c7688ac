package dev.colonnade.planner.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder with scripts for node and the packages that they need, fetched by their lock file when they are first asked for. */
final class NodePackage {
    private static final long INSTALL_SECONDS_MAX = 180;

    private NodePackage() {}

    /**
     * Copies the folder and fetches what its lock file names.
     *
     * @throws IOException where there is no npm, or it fails
     */
    static void install(Path sources, Path home) throws IOException, InterruptedException {
        Files.createDirectories(home);
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.toList()) {
                Files.write(home.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        Path done = home.resolve("node_modules/.package-lock.json");
        if (Files.exists(done)) {
            return;
        }
        run(home, "npm.log", List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
    }

    /** Runs a command there, with what it prints in a file. */
    static void run(Path home, String output, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(output).toFile());
        builder.environment().put("NODE_NO_WARNINGS", "1");
        Process process = builder.start();
        if (!process.waitFor(INSTALL_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + " didn't end in " + INSTALL_SECONDS_MAX + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + " failed: " + Files.readString(home.resolve(output)));
        }
    }
}
