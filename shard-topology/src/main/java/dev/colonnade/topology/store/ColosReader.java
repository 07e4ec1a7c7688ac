package dev.colonnade.topology.store;

import dev.colonnade.topology.Colo;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.key.KeyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the colocation groups. Used once. */
final class ColosReader {
    private static final int LOGICAL_SHARDS_DEFAULT = 480;

    private final ShardNames shards;
    private final List<Problem> problems;
    private final Map<String, Colo> colos = new LinkedHashMap<>();
    private final Set<String> broken = new LinkedHashSet<>();

    /** @param problems what is wrong is added to these */
    ColosReader(ShardNames shards, List<Problem> problems) {
        this.shards = shards;
        this.problems = problems;
    }

    /** The colos that are right, by name, in order. */
    Map<String, Colo> read(List<Entry> entries) {
        entries.forEach(this::colo);
        return colos;
    }

    /** The names of the colos that aren't. */
    Set<String> broken() {
        return broken;
    }

    private void colo(Entry entry) {
        int before = problems.size();
        if (entry.key().isBlank()) {
            problems.add(entry.keyProblem("expected a name", List.of()));
        }
        List<KeyType> keyTypes = keyTypes(entry.get("key"));
        Optional<Placement> placement = placement(entry.get("placement"), keyTypes);
        if (placement.isPresent() && problems.size() == before) {
            colos.put(entry.key(), new Colo(entry.key(), keyTypes, placement.get()));
        } else {
            broken.add(entry.key());
        }
    }

    private List<KeyType> keyTypes(Entry key) {
        List<KeyType> types = new ArrayList<>();
        for (Entry name : key.oneOrMore()) {
            Optional<KeyType> type = KeyType.ofTypeName(name.text());
            type.ifPresent(types::add);
            if (type.isEmpty()) {
                problems.add(name.problem("a shard key can't be of this type", KeyType.TYPE_NAMES));
            }
        }
        return types;
    }

    private Optional<Placement> placement(Entry placement, List<KeyType> keyTypes) {
        Optional<Entry> modulo = placement.find("modulo");
        return modulo.isPresent() ? modulo(modulo.get(), keyTypes) : hash(placement.get("hash"));
    }

    private Optional<Placement> hash(Entry hash) {
        int logicalShards = hash.find("logical_shards")
                .map(count -> count.node().intValue())
                .orElse(LOGICAL_SHARDS_DEFAULT);
        return homes(hash, logicalShards).map(homes -> new Placement.Hash(homes.homeByShard(), homes.homes()));
    }

    private Optional<Placement> modulo(Entry modulo, List<KeyType> keyTypes) {
        boolean broken = keyTypes.isEmpty();
        if (!broken && (keyTypes.size() > 1 || !keyTypes.getFirst().isInteger())) {
            problems.add(modulo.keyProblem("needs a key of one smallint, integer or bigint", List.of()));
        }
        int divisor = modulo.get("shards").node().intValue();
        return homes(modulo, divisor).map(homes -> new Placement.Modulo(homes.homeByShard(), homes.homes()));
    }

    private Optional<HomesReader.Homes> homes(Entry placement, int logicalShards) {
        HomesReader reader = new HomesReader(shards, logicalShards, problems);
        return placement.find("homes").map(reader::read).orElseGet(() -> Optional.of(reader.even()));
    }
}
