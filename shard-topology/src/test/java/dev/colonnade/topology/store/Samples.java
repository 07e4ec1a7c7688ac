package dev.colonnade.topology.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The configurations under {@code conf/}. */
final class Samples {
    private static final Path CONF = Path.of(System.getProperty("root"), "conf");

    private Samples() {}

    static Path named(String name) {
        return CONF.resolve(name);
    }

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(CONF)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
