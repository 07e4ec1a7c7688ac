package dev.colonnade.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.topology.key.KeyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TopologyTest {
    private static final PhysicalShardId A = new PhysicalShardId("a");
    private static final PhysicalShardId B = new PhysicalShardId("b");
    private static final Colo COLO = new Colo("customer", List.of(KeyType.INT8), new Placement.Hash(List.of(A, B, A)));
    private static final TableName ORDERS = TableName.of("orders");

    @Test
    void undeclaredTablesLiveOnTheCatalogueHome() {
        Topology topology = topology(Map.of(ORDERS, sharded()));
        assertEquals(Optional.of(sharded()), topology.placementOf(ORDERS));
        assertEquals(Optional.empty(), topology.placementOf(TableName.of("other")));
        assertEquals(new TablePlacement.Unsharded(A), topology.placementOrHome(TableName.of("other")));
        assertEquals(sharded(), topology.placementOrHome(ORDERS));
    }

    @Test
    void knowsWhetherThereIsAnythingToRoute() {
        assertTrue(topology(Map.of()).unshardedOnly());
        assertTrue(topology(Map.of(ORDERS, new TablePlacement.Unsharded(A))).unshardedOnly());
        assertFalse(topology(Map.of(ORDERS, new TablePlacement.Unsharded(B))).unshardedOnly());
        assertFalse(topology(Map.of(ORDERS, new TablePlacement.Reference())).unshardedOnly());
        assertFalse(topology(Map.of(ORDERS, sharded())).unshardedOnly());
    }

    @Test
    void hashesContentAndNothingElse() {
        Topology one = topology(Map.of(ORDERS, sharded()));
        assertEquals(one.contentHash(), topology(Map.of(ORDERS, sharded())).contentHash());
        assertEquals(one.contentHash(), one.withEpoch(new TopologyEpoch(9)).contentHash());
        assertNotEquals(
                one.contentHash(),
                topology(Map.of(ORDERS, new TablePlacement.Reference())).contentHash());
        assertEquals(64, one.contentHash().length());
    }

    @Test
    void takesOtherAddressesForItsShards() {
        Topology one = topology(Map.of(ORDERS, sharded()));
        Map<PhysicalShardId, PhysicalShard> moved = new LinkedHashMap<>(one.physicalShards());
        moved.put(B, new PhysicalShard(B, "10.0.0.2", 7_000, "shop"));
        Topology other = one.withPhysicalShards(moved);
        assertEquals(moved, other.physicalShards());
        assertEquals(one.tables(), other.tables());
        assertNotEquals(one.contentHash(), other.contentHash());
        moved.remove(B);
        assertThrows(IllegalArgumentException.class, () -> one.withPhysicalShards(moved));
    }

    @Test
    void refusesPartsThatDoNotExist() {
        TablePlacement lost = new TablePlacement.Unsharded(new PhysicalShardId("c"));
        assertThrows(IllegalArgumentException.class, () -> topology(Map.of(ORDERS, lost)));
        Colo stranger = new Colo("stranger", List.of(KeyType.INT8), COLO.placement());
        TablePlacement strange = new TablePlacement.Sharded(stranger, List.of("id"));
        assertThrows(IllegalArgumentException.class, () -> topology(Map.of(ORDERS, strange)));
        assertThrows(IllegalArgumentException.class, () -> new TablePlacement.Sharded(COLO, List.of("a", "b")));
    }

    @Test
    void publishesOnlyForward() {
        Topology first = topology(Map.of());
        CurrentTopology current = new CurrentTopology(first);
        List<Topology> seen = new ArrayList<>();
        current.onChange(seen::add);
        Topology second = first.withEpoch(first.epoch().next());
        current.publish(second);
        assertEquals(second, current.snapshot());
        assertEquals(List.of(second), seen);
        assertThrows(IllegalArgumentException.class, () -> current.publish(first));
        assertThrows(IllegalArgumentException.class, () -> current.publish(second));
        assertEquals(second, current.snapshot());
    }

    private static TablePlacement sharded() {
        return new TablePlacement.Sharded(COLO, List.of("customer_id"));
    }

    private static Topology topology(Map<TableName, TablePlacement> tables) {
        Map<PhysicalShardId, PhysicalShard> shards = new LinkedHashMap<>();
        shards.put(A, new PhysicalShard(A, "127.0.0.1", 5_501, "shop"));
        shards.put(B, new PhysicalShard(B, "127.0.0.1", 5_502, "shop"));
        return Topology.of(TopologyEpoch.FIRST, "shop", shards, Map.of(COLO.name(), COLO), tables, A, List.of());
    }
}
