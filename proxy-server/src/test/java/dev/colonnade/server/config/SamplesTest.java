package dev.colonnade.server.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in {@code conf} and what is read here are the same. */
final class SamplesTest {
    private static final Path CONF = Path.of(System.getProperty("root"), "conf");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleIsRead(Path sample) {
        assertDoesNotThrow(() -> ProxyConfig.read(sample));
    }

    @Test
    void theCommentedSampleShowsTheDefaults() {
        assertEquals(
                ProxyConfig.forDevelopment(ProxyConfig.Listen.PORT, ProxyConfig.Admin.PORT),
                ProxyConfig.read(CONF.resolve("colonnade.yaml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"listen", "admin", "servers", "pool", "limits"})
    void theSchemaHasTheKeysAndDefaultsOfEachSection(String section) throws IOException {
        JsonNode properties = schema().path(section).path("properties");
        StringBuilder yaml = new StringBuilder(section).append(":\n");
        properties.forEachEntry((key, property) -> {
            if (property.has("default")) {
                yaml.append("  ")
                        .append(key)
                        .append(": ")
                        .append(property.get("default"))
                        .append('\n');
            }
        });
        assertEquals(
                ProxyConfig.forDevelopment(ProxyConfig.Listen.PORT, ProxyConfig.Admin.PORT), read(yaml.toString()));
        List<ConfigProblem> problems = assertThrows(
                        InvalidConfigException.class, () -> read(section + ": {no_such_key: 1}"))
                .problems();
        TreeSet<String> inSchema = new TreeSet<>();
        properties.fieldNames().forEachRemaining(inSchema::add);
        String known = problems.getFirst().expected().replace("unknown key; expected one of ", "");
        assertEquals(inSchema, new TreeSet<>(List.of(known.split(", ", -1))));
    }

    @Test
    void theSchemaHasTheSections() throws IOException {
        JsonNode sections = schema();
        ProxyConfig.SECTIONS.forEach(section -> assertTrue(sections.has(section), section));
    }

    private static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(CONF)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode schema() throws IOException {
        return new ObjectMapper()
                .readTree(Files.readString(CONF.resolve("colonnade.schema.json")))
                .path("properties");
    }

    private ProxyConfig read(String yaml) throws IOException {
        return new ConfigReader(Files.writeString(folder.resolve("c.yaml"), yaml), Map.of()).read();
    }
}
