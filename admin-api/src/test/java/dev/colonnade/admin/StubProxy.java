package dev.colonnade.admin;

import dev.colonnade.admin.port.AdminPorts;
import dev.colonnade.admin.port.Explanation;
import dev.colonnade.admin.port.HealthView;
import dev.colonnade.admin.port.PoolStatus;
import dev.colonnade.admin.port.Readiness;
import dev.colonnade.admin.port.SessionStatus;
import dev.colonnade.admin.port.ShardStatus;
import dev.colonnade.admin.port.TransactionStatus;
import dev.colonnade.admin.port.TransactionView;
import dev.colonnade.topology.Colo;
import dev.colonnade.topology.ColoRule;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.TopologyEpoch;
import dev.colonnade.topology.key.KeyType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A proxy of two databases that is in whatever state a test puts it. */
final class StubProxy {
    static final PhysicalShardId EAST = new PhysicalShardId("east");
    static final PhysicalShardId WEST = new PhysicalShardId("west");

    volatile Topology topology = topology();
    volatile boolean live = true;
    volatile Readiness readiness = Readiness.READY;
    volatile List<SessionStatus> sessions = sessionsOf("SELECT 'grüße'");
    volatile @Nullable RuntimeException failure;

    AdminPorts ports() {
        return new AdminPorts(
                () -> topology,
                this::shards,
                this::sessions,
                new Transactions(),
                StubProxy::explain,
                new Health(),
                () -> "# EOF\n");
    }

    private List<SessionStatus> sessions() {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        return sessions;
    }

    /** One whose commit was decided, one that nobody decided, and one that doesn't exist. */
    private static final class Transactions implements TransactionView {
        @Override
        public List<TransactionStatus> transactions() {
            return List.of(
                    new TransactionStatus("a:1", List.of(WEST), EAST, 31.5, false, TransactionStatus.Decision.COMMIT),
                    new TransactionStatus("a:2", List.of(WEST, EAST), EAST, 0.25, true, null));
        }

        @Override
        public Ending end(String gid, TransactionStatus.Decision wanted) {
            return switch (gid) {
                case "a:1" ->
                    wanted == TransactionStatus.Decision.COMMIT
                            ? new Ending.Done()
                            : new Ending.Refused("it was decided otherwise: COMMIT");
                case "a:2" ->
                    wanted == TransactionStatus.Decision.ABORT
                            ? new Ending.Done()
                            : new Ending.Refused("no decision to commit it");
                default -> new Ending.Unknown();
            };
        }
    }

    static List<SessionStatus> sessionsOf(String statement) {
        Instant since = Instant.parse("2026-02-03T04:05:06.789Z");
        return List.of(
                new SessionStatus(
                        7,
                        4711,
                        "app",
                        "shop",
                        "psql",
                        "127.0.0.1:50000",
                        SessionStatus.State.IDLE_IN_TRANSACTION,
                        since,
                        statement,
                        List.of(WEST, EAST),
                        List.of("temporary table")),
                new SessionStatus(
                        8,
                        4712,
                        "app",
                        "shop",
                        "",
                        "[::1]:50001",
                        SessionStatus.State.IDLE,
                        since,
                        null,
                        List.of(),
                        List.of()));
    }

    private List<ShardStatus> shards() {
        PhysicalShard east = shard(EAST, 5433);
        PhysicalShard west = shard(WEST, 5434);
        return List.of(
                new ShardStatus(east, true, null, "17.11", new PoolStatus(5, 3, 2, 0, 20)),
                new ShardStatus(west, false, "connection refused", null, new PoolStatus(0, 0, 0, 4, 20)));
    }

    private static Explanation explain(String sql, List<@Nullable String> parameters) {
        if (sql.startsWith("SELECT")) {
            return new Explanation.Planned(
                    Explanation.Stage.PLAN,
                    "some",
                    "KEY_IN_LIST",
                    List.of(new Explanation.Branch(EAST, sql), new Explanation.Branch(WEST, sql)),
                    List.of("concat " + parameters));
        }
        return new Explanation.Refused(
                Explanation.Stage.PLAN,
                "WINDOW",
                "0A000",
                "window functions over several shards",
                "rank() OVER ()",
                "",
                8,
                "rank");
    }

    private static Topology topology() {
        Map<PhysicalShardId, PhysicalShard> shards = new LinkedHashMap<>();
        shards.put(EAST, shard(EAST, 5433));
        shards.put(WEST, shard(WEST, 5434));
        Colo customer =
                new Colo("customer", List.of(KeyType.INT8), new Placement.Hash(List.of(EAST, EAST, WEST, EAST)));
        Colo branch = new Colo("branch", List.of(KeyType.INT4), new Placement.Modulo(List.of(WEST, WEST)));
        Map<TableName, TablePlacement> tables = new LinkedHashMap<>();
        tables.put(TableName.of("orders"), new TablePlacement.Sharded(customer, List.of("customer_id")));
        tables.put(TableName.of("ref.countries"), new TablePlacement.Reference());
        tables.put(TableName.of("app_settings"), new TablePlacement.Unsharded(WEST));
        Map<String, Colo> colos = new LinkedHashMap<>();
        colos.put("customer", customer);
        colos.put("branch", branch);
        List<ColoRule> rules = List.of(new ColoRule("customer", List.of("customer_id")));
        return Topology.of(new TopologyEpoch(3), "shop", shards, colos, tables, EAST, rules);
    }

    private static PhysicalShard shard(PhysicalShardId id, int port) {
        return new PhysicalShard(id, "127.0.0.1", port, "shop_" + id);
    }

    private final class Health implements HealthView {
        @Override
        public boolean live() {
            return live;
        }

        @Override
        public Readiness ready() {
            return readiness;
        }
    }
}
