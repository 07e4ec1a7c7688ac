package dev.colonnade.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One immutable version of what lives where. A statement is planned and run against one of these from beginning to end.
 *
 * @param contentHash SHA-256, in hex, of everything but the epoch: equal content, equal hash
 * @param database the name that clients connect to
 * @param physicalShards in declared order; at least one
 * @param colos by name, in declared order
 * @param tables the declared tables, in declared order
 * @param catalogHome where catalogue queries and undeclared tables go
 * @param rules in declared order: the first that matches a new table wins
 */
public record Topology(
        TopologyEpoch epoch,
        String contentHash,
        String database,
        Map<PhysicalShardId, PhysicalShard> physicalShards,
        Map<String, Colo> colos,
        Map<TableName, TablePlacement> tables,
        PhysicalShardId catalogHome,
        List<ColoRule> rules) {

    /**
     * Copies, keeping the order of the maps.
     *
     * @throws IllegalArgumentException if a part names another that doesn't exist
     */
    public Topology {
        physicalShards = ordered(physicalShards);
        colos = ordered(colos);
        tables = ordered(tables);
        rules = List.copyOf(rules);
        TopologyReferences.check(physicalShards, colos, tables, catalogHome, rules);
    }

    /** A topology whose content hash is computed. */
    public static Topology of(
            TopologyEpoch epoch,
            String database,
            Map<PhysicalShardId, PhysicalShard> physicalShards,
            Map<String, Colo> colos,
            Map<TableName, TablePlacement> tables,
            PhysicalShardId catalogHome,
            List<ColoRule> rules) {
        String hash = ContentHash.of(database, physicalShards, colos, tables, catalogHome, rules);
        return new Topology(epoch, hash, database, physicalShards, colos, tables, catalogHome, rules);
    }

    /** Where a declared table lives; empty for one that isn't declared. */
    public Optional<TablePlacement> placementOf(TableName table) {
        return Optional.ofNullable(tables.get(table));
    }

    /** Where a table lives: one that isn't declared, whole on the catalogue home. */
    public TablePlacement placementOrHome(TableName table) {
        TablePlacement declared = tables.get(table);
        return declared != null ? declared : new TablePlacement.Unsharded(catalogHome);
    }

    /** Whether every statement can only go to one database: no sharded tables, no rules that would make some. */
    public boolean unshardedOnly() {
        return rules.isEmpty()
                && tables.values().stream()
                        .allMatch(placement -> placement instanceof TablePlacement.Unsharded(PhysicalShardId home)
                                && home.equals(catalogHome));
    }

    /** The same with other addresses of the physical shards; all ids that are in use must be there. */
    public Topology withPhysicalShards(Map<PhysicalShardId, PhysicalShard> shards) {
        return of(epoch, database, shards, colos, tables, catalogHome, rules);
    }

    /** The same content under another number. */
    public Topology withEpoch(TopologyEpoch other) {
        return new Topology(other, contentHash, database, physicalShards, colos, tables, catalogHome, rules);
    }

    private static <K, V> Map<K, V> ordered(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
