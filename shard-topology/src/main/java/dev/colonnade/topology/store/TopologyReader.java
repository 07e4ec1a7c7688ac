package dev.colonnade.topology.store;

import dev.colonnade.topology.Colo;
import dev.colonnade.topology.ColoRule;
import dev.colonnade.topology.PhysicalShard;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.Topology;
import dev.colonnade.topology.TopologyEpoch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes a topology of a document whose shape is right, finding all that is wrong with its meaning. Used once. */
final class TopologyReader {
    private static final int PORT_DEFAULT = 5_432;
    /** {@code even} has a meaning of its own in lists of homes. */
    private static final Pattern SHARD_NAME = Pattern.compile("(?!even$)[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private final Entry root;
    private final String database;
    private final List<Problem> problems = new ArrayList<>();
    private final LinkedHashMap<PhysicalShardId, PhysicalShard> shards = new LinkedHashMap<>();
    private final Map<Address, PhysicalShardId> addresses = new HashMap<>();

    private record Address(String host, int port, String database) {}

    private TopologyReader(Entry root) {
        this.root = root;
        this.database = root.get("database").text();
    }

    /**
     * The topology that the document describes.
     *
     * @throws InvalidTopologyException with everything that is wrong
     */
    static Topology read(Document document) {
        return new TopologyReader(document.entry()).read();
    }

    private Topology read() {
        root.get("shards").entries().forEach(this::shard);
        if (shards.isEmpty()) {
            throw new InvalidTopologyException(problems);
        }
        ShardNames names = new ShardNames(shards.sequencedKeySet(), problems);
        PhysicalShardId catalogHome =
                root.find("catalog_home").flatMap(names::find).orElse(names.first());
        ColosReader colosReader = new ColosReader(names, problems);
        Map<String, Colo> colos = colosReader.read(members("colos"));
        TablesReader tablesReader = new TablesReader(names, colos, colosReader.broken(), catalogHome, problems);
        Map<TableName, TablePlacement> tables = tablesReader.tables(members("tables"));
        List<ColoRule> rules = tablesReader.rules(members("rules"));
        if (!problems.isEmpty()) {
            throw new InvalidTopologyException(problems);
        }
        return Topology.of(TopologyEpoch.FIRST, database, shards, colos, tables, catalogHome, rules);
    }

    private List<Entry> members(String section) {
        return root.find(section).map(Entry::entries).orElse(List.of());
    }

    private void shard(Entry entry) {
        Entry host = entry.get("host");
        if (!SHARD_NAME.matcher(entry.key()).matches()) {
            problems.add(entry.keyProblem(
                    "expected a name of letters, digits, _, - and points, other than even", List.of()));
        } else if (host.text().isBlank()) {
            problems.add(host.problem("expected a name or address"));
        } else {
            PhysicalShardId id = new PhysicalShardId(entry.key());
            int port = entry.find("port").map(value -> value.node().intValue()).orElse(PORT_DEFAULT);
            String name = entry.find("database").map(Entry::text).orElse(database);
            add(entry, new PhysicalShard(id, host.text(), port, name));
        }
    }

    private void add(Entry entry, PhysicalShard shard) {
        Address address = new Address(shard.host().toLowerCase(Locale.ROOT), shard.port(), shard.database());
        PhysicalShardId other = addresses.putIfAbsent(address, shard.id());
        if (other != null) {
            String message = "the same database as " + other + ": its rows would count twice";
            problems.add(entry.keyProblem(message, List.of()));
        }
        shards.put(shard.id(), shard);
    }
}
