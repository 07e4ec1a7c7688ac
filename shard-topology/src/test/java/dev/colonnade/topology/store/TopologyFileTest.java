package dev.colonnade.topology.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.key.LogicalShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopologyFileTest {
    private static final String SHARDS = """
            database: d
            shards:
              a: { host: h }
              b: { host: h, port: 1, database: x }
              c: { host: i }
            """;

    @Test
    void fillsInDefaults() {
        Topology topology = TopologyFile.parse("t.yaml", SHARDS + """
                colos:
                  one:
                    key: text
                    placement: { hash: {} }
                tables:
                  Sales."Orders": { colo: one, key: "Tenant" }
                  settings: { unsharded: true }
                rules:
                """);
        assertEquals(
                5_432,
                Objects.requireNonNull(topology.physicalShards().get(id("a"))).port());
        assertEquals(
                "d",
                Objects.requireNonNull(topology.physicalShards().get(id("a"))).database());
        assertEquals(id("a"), topology.catalogHome());
        assertEquals(
                480,
                Objects.requireNonNull(topology.colos().get("one")).placement().logicalShards());
        assertEquals(
                Optional.of(List.of("tenant")),
                topology.placementOf(new TableName("sales", "Orders"))
                        .map(placement -> ((TablePlacement.Sharded) placement).keyColumns()));
        assertEquals(new TablePlacement.Unsharded(id("a")), topology.placementOrHome(TableName.of("settings")));
        assertEquals(1, topology.epoch().value());
    }

    @Test
    void readsHomesInEveryForm() {
        assertEquals("aabbcc", homes("hash: { logical_shards: 6, homes: even }"));
        assertEquals("aaabbcc", homes("hash: { logical_shards: 7 }"));
        assertEquals("cccaaa", homes("hash: { logical_shards: 6, homes: { even: [c, a] } }"));
        assertEquals("bbb", homes("hash: { logical_shards: 3, homes: { even: b } }"));
        assertEquals("acabbc", homes("hash: { logical_shards: 6, homes: { b: 3-4, a: [0, 2], c: [1, 5-5] } }"));
        assertEquals("abca", homes("modulo: { shards: 4, homes: [a, b, c, a] }"));
        assertEquals("ab", homes("hash: { logical_shards: 2, homes: { a: 0, b: 1, c: [] } }"));
    }

    @Test
    void keepsTheDeclaredOrderOfHomes() {
        Topology topology = placed("hash: { logical_shards: 6, homes: { b: 3-4, a: [0, 2], c: [1, 5-5] } }");
        assertEquals(
                List.of(id("b"), id("a"), id("c")),
                Objects.requireNonNull(topology.colos().get("k")).placement().homes());
    }

    @Test
    void refusesFilesThatCannotBeRead(@TempDir Path folder) throws IOException {
        assertTrue(problem(folder.resolve("none.yaml")).endsWith("none.yaml: there is no such file"));
        assertTrue(problem(folder).contains("can't be read"));
        Path huge = Files.write(folder.resolve("huge.yaml"), new byte[TopologyFile.FILE_BYTES_MAX + 1]);
        assertTrue(problem(huge).contains("longer than 1048576 bytes"));
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe4});
        assertTrue(problem(latin).contains("isn't UTF-8"));
    }

    @Test
    void refusesWhatWouldGrowWithoutBound() {
        String bomb = "a: &a [x, x]\n"
                + IntStream.range(1, 60).mapToObj(i -> "a" + i + ": [*a, *a]\n").collect(Collectors.joining());
        assertTrue(problems(bomb).contains("aliases such as *a aren't allowed"));
        assertTrue(problems("a: " + "[".repeat(500_000)).contains("nesting depth"));
        assertTrue(problems("a: " + "{b: ".repeat(200_000)).contains("nesting depth"));
        String many =
                IntStream.range(0, 20_000).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());
        assertTrue(problems(many).endsWith("more"));
        assertTrue(problems("x".repeat(1_000_000)).contains("expected a mapping"));
    }

    @Test
    void readsTheLargestPlacementQuickly() {
        String names =
                IntStream.range(0, 65_536).mapToObj(i -> i % 2 == 0 ? "a" : "b").collect(Collectors.joining(","));
        assertTimeout(
                Duration.ofSeconds(20),
                () -> assertEquals(
                        65_536,
                        homes("modulo: { shards: 65536, homes: [" + names + "] }")
                                .length()));
    }

    private static String homes(String placement) {
        var placed = Objects.requireNonNull(placed(placement).colos().get("k")).placement();
        return IntStream.range(0, placed.logicalShards())
                .mapToObj(shard -> placed.homeOf(new LogicalShardId(shard)).value())
                .collect(Collectors.joining());
    }

    private static Topology placed(String placement) {
        return TopologyFile.parse(
                "t.yaml", SHARDS + "colos: { k: { key: [bigint], placement: { " + placement + " } } }\n");
    }

    private static String problems(String text) {
        return message(assertThrows(InvalidTopologyException.class, () -> TopologyFile.parse("t.yaml", text)));
    }

    private static String problem(Path file) {
        InvalidTopologyException invalid = assertThrows(InvalidTopologyException.class, () -> TopologyFile.read(file));
        assertEquals(1, invalid.problems().size());
        return message(invalid);
    }

    private static String message(InvalidTopologyException invalid) {
        return Objects.requireNonNull(invalid.getMessage());
    }

    private static PhysicalShardId id(String name) {
        return new PhysicalShardId(name);
    }
}
