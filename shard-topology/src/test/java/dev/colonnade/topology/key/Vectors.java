package dev.colonnade.topology.key;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Rows of a resource beside this class that a server wrote: columns between tabs. */
final class Vectors {
    private Vectors() {}

    static Stream<List<String>> read(String resource) {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(resource), resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n")).map(line -> List.of(line.split("\t", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Undoes the escapes of COPY's text format. */
    static String unescaped(String column) {
        return column.replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\\v", "\u000b")
                .replace("\\f", "\f")
                .replace("\\r", "\r");
    }
}
