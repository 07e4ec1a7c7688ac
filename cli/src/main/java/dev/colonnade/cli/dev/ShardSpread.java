package dev.colonnade.cli.dev;

import dev.colonnade.cli.console.CommandFailure;
import dev.colonnade.topology.Colo;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The same topology on another number of databases: the logical shards of hash placements are spread evenly over them. */
final class ShardSpread {
    private ShardSpread() {}

    /** Declared shards keep their names, further ones get new ones; addresses of new ones are not meant to be used. */
    static Topology over(Topology topology, int shards) throws CommandFailure {
        if (shards == topology.physicalShards().size()) {
            return topology;
        }
        List<PhysicalShardId> ids = ids(topology, shards);
        Map<String, Colo> colos = new LinkedHashMap<>();
        for (Colo colo : topology.colos().values()) {
            colos.put(colo.name(), new Colo(colo.name(), colo.keyTypes(), spread(colo, ids)));
        }
        Map<TableName, TablePlacement> tables = new LinkedHashMap<>();
        for (Map.Entry<TableName, TablePlacement> table : topology.tables().entrySet()) {
            tables.put(table.getKey(), place(table.getKey(), table.getValue(), colos, ids));
        }
        requireKept("the catalogue home", topology.catalogHome(), ids);
        PhysicalShard model = topology.physicalShards().values().iterator().next();
        Map<PhysicalShardId, PhysicalShard> databases = new LinkedHashMap<>();
        for (PhysicalShardId id : ids) {
            PhysicalShard declared = topology.physicalShards().get(id);
            databases.put(
                    id,
                    declared != null ? declared : new PhysicalShard(id, model.host(), model.port(), model.database()));
        }
        return Topology.of(
                topology.epoch(),
                topology.database(),
                databases,
                colos,
                tables,
                topology.catalogHome(),
                topology.rules());
    }

    private static List<PhysicalShardId> ids(Topology topology, int shards) {
        List<PhysicalShardId> ids = new ArrayList<>(
                topology.physicalShards().keySet().stream().limit(shards).toList());
        Stream.iterate(1, n -> n + 1)
                .map(n -> new PhysicalShardId("pg-" + n))
                .filter(id -> !ids.contains(id))
                .limit(shards - ids.size())
                .toList()
                .forEach(ids::add);
        return ids;
    }

    private static Placement spread(Colo colo, List<PhysicalShardId> ids) throws CommandFailure {
        return switch (colo.placement()) {
            case Placement.Hash hash -> {
                int logical = hash.logicalShards();
                if (logical < ids.size()) {
                    throw new CommandFailure("--shards " + ids.size() + ": colo " + colo.name() + " has only " + logical
                            + " logical shards");
                }
                Function<Integer, PhysicalShardId> home = i -> ids.get((int) ((long) i * ids.size() / logical));
                yield new Placement.Hash(Stream.iterate(0, i -> i < logical, i -> i + 1)
                        .map(home)
                        .toList());
            }
            case Placement.Modulo modulo ->
                throw new CommandFailure("--shards " + ids.size() + ": colo " + colo.name()
                        + " is placed by modulo, whose homes only its topology file can say; leave --shards out");
        };
    }

    private static TablePlacement place(
            TableName name, TablePlacement placement, Map<String, Colo> colos, List<PhysicalShardId> ids)
            throws CommandFailure {
        return switch (placement) {
            case TablePlacement.Sharded(Colo colo, List<String> keys) -> {
                Colo spread = colos.get(colo.name());
                if (spread == null) {
                    throw new IllegalStateException("table " + name + " in a colo that isn't declared: " + colo.name());
                }
                yield new TablePlacement.Sharded(spread, keys);
            }
            case TablePlacement.Reference reference -> reference;
            case TablePlacement.Unsharded unsharded -> {
                requireKept("the home of table " + name, unsharded.home(), ids);
                yield unsharded;
            }
        };
    }

    private static void requireKept(String what, PhysicalShardId id, List<PhysicalShardId> ids) throws CommandFailure {
        if (!ids.contains(id)) {
            throw new CommandFailure(
                    "--shards " + ids.size() + ": shard " + id + " would not be there, but it is " + what);
        }
    }
}
