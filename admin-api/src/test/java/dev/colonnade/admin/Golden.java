package dev.colonnade.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares documents with the files under src/test/documents; {@code -Dgolden.update=true} rewrites them. */
final class Golden {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final Path FOLDER = Path.of(System.getProperty("root"), "admin-api/src/test/documents");

    private Golden() {}

    static void check(String name, String json) {
        Path file = FOLDER.resolve(name + ".json");
        try {
            String indented = indented(json);
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(file, indented);
            }
            assertEquals(Files.readString(file), indented, name);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String indented(String json) throws IOException {
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER);
        return MAPPER.writer(printer).writeValueAsString(MAPPER.readTree(json)) + "\n";
    }
}
