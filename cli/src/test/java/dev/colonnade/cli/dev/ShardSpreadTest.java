package dev.colonnade.cli.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.cli.console.CommandFailure;
import dev.colonnade.topology.Colo;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.store.TopologyFile;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class ShardSpreadTest {
    private static final Topology HASH = topology("hash: { logical_shards: 8, homes: even }", "a");
    private static final Topology MODULO = topology("modulo: { shards: 2, homes: [a, b] }", "a");

    @Test
    void leavesADeclaredNumberAlone() throws CommandFailure {
        assertSame(HASH, ShardSpread.over(HASH, 2));
        assertSame(MODULO, ShardSpread.over(MODULO, 2));
    }

    @Test
    void spreadsEvenlyOverMore() throws CommandFailure {
        Topology four = ShardSpread.over(HASH, 4);
        assertEquals(
                List.of("a", "b", "pg-1", "pg-2"),
                four.physicalShards().keySet().stream()
                        .map(PhysicalShardId::value)
                        .toList());
        assertTrue(four.placementOrHome(TableName.of("t"))
                        instanceof TablePlacement.Sharded(Colo colo, List<String> keys)
                && keys.equals(List.of("id"))
                && colo.placement() instanceof Placement.Hash hash
                && hash.homes().stream().allMatch(home -> Collections.frequency(hash.homeByShard(), home) == 2));
    }

    @Test
    void takesAwayShardsThatNothingElseNeeds() throws CommandFailure {
        assertEquals(1, ShardSpread.over(HASH, 1).physicalShards().size());
        Topology homeOnB = topology("hash: { logical_shards: 8, homes: even }", "b");
        assertEquals(
                "--shards 1: shard b would not be there, but it is the home of table public.settings",
                refusal(() -> ShardSpread.over(homeOnB, 1)));
    }

    @Test
    void refusesWhatItCantSpread() {
        assertTrue(refusal(() -> ShardSpread.over(MODULO, 3)).contains("modulo"));
        assertTrue(refusal(() -> ShardSpread.over(HASH, 9)).contains("8 logical shards"));
    }

    private static Topology topology(String placement, String settingsHome) {
        return TopologyFile.parse(
                "test.yaml", """
                database: test
                shards:
                  a: { host: 127.0.0.1, port: 5501 }
                  b: { host: 127.0.0.1, port: 5502 }
                colos:
                  c:
                    key: [bigint]
                    placement: { PLACEMENT }
                tables:
                  t: { colo: c, key: id }
                  settings: { unsharded: HOME }
                """.replace("PLACEMENT", placement).replace("HOME", settingsHome));
    }

    private static String refusal(Executable refused) {
        return String.valueOf(assertThrows(CommandFailure.class, refused).getMessage());
    }
}
