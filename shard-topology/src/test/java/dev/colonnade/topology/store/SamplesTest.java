package dev.colonnade.topology.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.topology.Colo;
import dev.colonnade.topology.ColoRule;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.LogicalShardId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SamplesTest {
    static Stream<Path> samples() throws IOException {
        return Samples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleIsValid(Path sample) {
        Topology topology = TopologyFile.read(sample);
        assertEquals(topology.contentHash(), TopologyFile.read(sample).contentHash());
    }

    @Test
    void theShopLivesOnFourDatabases() {
        Topology shop = TopologyFile.read(Samples.named("shop.yaml"));
        assertEquals("shop", shop.database());
        assertEquals(List.of("pg-1", "pg-2", "pg-3", "pg-4"), ids(shop.physicalShards().keySet().stream()));
        assertEquals(new PhysicalShardId("pg-1"), shop.catalogHome());
        Colo customer = colo(shop, "customer");
        assertEquals(List.of(KeyType.INT8), customer.keyTypes());
        assertEquals(480, customer.placement().logicalShards());
        assertEquals(List.of("pg-1", "pg-2", "pg-3", "pg-4"), ids(customer.placement().homes().stream()));
        assertEquals("pg-1", home(customer, 119));
        assertEquals("pg-2", home(customer, 120));
        assertEquals("pg-4", home(customer, 479));
        assertEquals(
                new TablePlacement.Sharded(customer, List.of("customer_id")),
                shop.placementOrHome(TableName.of("order_items")));
        assertEquals(new TablePlacement.Reference(), shop.placementOrHome(TableName.of("products")));
        assertEquals(
                new TablePlacement.Unsharded(shop.catalogHome()), shop.placementOrHome(TableName.of("app_settings")));
        assertEquals(List.of(new ColoRule("customer", List.of("customer_id"))), shop.rules());
    }

    @Test
    void theFullSampleDescribesTheShopToo() {
        Topology full = TopologyFile.read(Samples.named("colonnade.yaml"));
        assertEquals(TopologyFile.read(Samples.named("shop.yaml")).contentHash(), full.contentHash());
    }

    @Test
    void pgbenchIsSpreadEvenly() {
        Topology pgbench = TopologyFile.read(Samples.named("pgbench.yaml"));
        for (Colo colo : pgbench.colos().values()) {
            assertEquals(List.of(KeyType.INT4), colo.keyTypes());
            assertEquals("pg-1", home(colo, 119));
            assertEquals("pg-2", home(colo, 120));
        }
        assertFalse(pgbench.unshardedOnly());
    }

    @Test
    void theBenchmarkGoesByRemainder() {
        Topology bench = TopologyFile.read(Samples.named("bench.yaml"));
        Placement placement = colo(bench, "account").placement();
        assertEquals("shard-3", placement.homeOf(placement.locate(-1)).value());
        assertEquals("shard-1", placement.homeOf(placement.locate(5)).value());
    }

    @Test
    void oneDatabaseNeedsNoRouting() {
        assertTrue(TopologyFile.read(Samples.named("unsharded.yaml")).unshardedOnly());
    }

    private static Colo colo(Topology topology, String name) {
        return Objects.requireNonNull(topology.colos().get(name), name);
    }

    private static String home(Colo colo, int logicalShard) {
        return colo.placement().homeOf(new LogicalShardId(logicalShard)).value();
    }

    private static List<String> ids(Stream<PhysicalShardId> ids) {
        return ids.map(PhysicalShardId::value).toList();
    }
}
