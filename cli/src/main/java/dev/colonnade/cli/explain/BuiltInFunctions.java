package dev.colonnade.cli.explain;

import dev.colonnade.planner.catalog.SchemaCatalog.Volatility;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The functions that every PostgreSQL 17 has, by how volatile they are; a running proxy asks its databases. */
final class BuiltInFunctions {
    private BuiltInFunctions() {}

    static Map<String, Volatility> read() {
        Map<String, Volatility> functions = new HashMap<>();
        Volatility volatility = Volatility.VOLATILE;
        for (String line : text().lines().toList()) {
            if (line.endsWith(":")) {
                volatility =
                        Volatility.valueOf(line.substring(0, line.length() - 1).toUpperCase(Locale.ROOT));
            } else if (!line.startsWith("#")) {
                for (String name : line.strip().split(" ", -1)) {
                    functions.put(name, volatility);
                }
            }
        }
        return functions;
    }

    private static String text() {
        try (InputStream resource =
                Objects.requireNonNull(BuiltInFunctions.class.getResourceAsStream("functions-17.txt"))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("functions-17.txt in our own jar", unreadable);
        }
    }
}
