package dev.colonnade.admin.document;

import dev.colonnade.topology.Colo;
import dev.colonnade.topology.ColoRule;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.key.KeyType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /v1/topology}: one version, whole.
 *
 * @param catalogHome the physical shard of catalogue queries and undeclared tables
 */
public record TopologyDocument(
        long epoch,
        String contentHash,
        String database,
        String catalogHome,
        List<Shard> shards,
        List<ColoDocument> colos,
        List<Table> tables,
        List<Rule> rules) {

    public static TopologyDocument of(Topology topology) {
        return new TopologyDocument(
                topology.epoch().value(),
                topology.contentHash(),
                topology.database(),
                topology.catalogHome().value(),
                topology.physicalShards().values().stream().map(Shard::of).toList(),
                topology.colos().values().stream().map(ColoDocument::of).toList(),
                topology.tables().entrySet().stream()
                        .map(entry -> Table.of(entry.getKey(), entry.getValue()))
                        .toList(),
                topology.rules().stream().map(Rule::of).toList());
    }

    /** One physical shard. */
    public record Shard(String id, String host, int port, String database) {
        static Shard of(PhysicalShard shard) {
            return new Shard(shard.id().value(), shard.host(), shard.port(), shard.database());
        }
    }

    /**
     * One colocation group.
     *
     * @param keyTypes the types of the shard key's columns
     */
    public record ColoDocument(String name, List<String> keyTypes, PlacementDocument placement) {
        static ColoDocument of(Colo colo) {
            return new ColoDocument(
                    colo.name(),
                    colo.keyTypes().stream().map(KeyType::typeName).toList(),
                    PlacementDocument.of(colo.placement()));
        }
    }

    /**
     * Which logical shard lives where.
     *
     * @param kind {@code hash} or {@code modulo}
     * @param ranges in order, without gaps
     */
    public record PlacementDocument(String kind, int logicalShards, List<OwnedRange> ranges) {
        static PlacementDocument of(Placement placement) {
            String kind = switch (placement) {
                case Placement.Hash hash -> "hash";
                case Placement.Modulo modulo -> "modulo";
            };
            return new PlacementDocument(kind, placement.logicalShards(), OwnedRange.of(placement));
        }
    }

    /**
     * One declared table.
     *
     * @param placement {@code sharded}, {@code reference} or {@code unsharded}
     * @param colo of a sharded table
     * @param key the shard key's columns of a sharded table
     * @param home the physical shard of an unsharded table
     */
    public record Table(
            String schema,
            String name,
            String placement,
            @Nullable String colo,
            @Nullable List<String> key,
            @Nullable String home) {
        static Table of(TableName table, TablePlacement placement) {
            return switch (placement) {
                case TablePlacement.Sharded(Colo colo, List<String> keyColumns) ->
                    new Table(table.schema(), table.name(), "sharded", colo.name(), keyColumns, null);
                case TablePlacement.Reference() ->
                    new Table(table.schema(), table.name(), "reference", null, null, null);
                case TablePlacement.Unsharded(PhysicalShardId home) ->
                    new Table(table.schema(), table.name(), "unsharded", null, null, home.value());
            };
        }
    }

    /** A new table with all of these columns joins the colo. */
    public record Rule(String colo, List<String> columns) {
        static Rule of(ColoRule rule) {
            return new Rule(rule.colo(), rule.columns());
        }
    }
}
