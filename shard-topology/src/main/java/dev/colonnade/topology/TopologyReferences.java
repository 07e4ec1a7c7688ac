package dev.colonnade.topology;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The check that a topology's parts only name parts that exist. */
final class TopologyReferences {
    private TopologyReferences() {}

    static void check(
            Map<PhysicalShardId, PhysicalShard> physicalShards,
            Map<String, Colo> colos,
            Map<TableName, TablePlacement> tables,
            PhysicalShardId catalogHome,
            List<ColoRule> rules) {
        if (physicalShards.isEmpty()) {
            throw new IllegalArgumentException("physical shards: 0 (expected: at least one)");
        }
        physicalShards.forEach((id, shard) -> expect(id.equals(shard.id()), "physical shard under " + id, shard.id()));
        Set<PhysicalShardId> ids = physicalShards.keySet();
        expect(ids.contains(catalogHome), "catalogue home", catalogHome);
        colos.forEach((name, colo) -> {
            expect(name.equals(colo.name()), "colo under " + name, colo.name());
            colo.placement().homes().forEach(home -> expect(ids.contains(home), "home of colo " + name, home));
        });
        tables.forEach((table, placement) -> check(table, placement, ids, colos));
        rules.forEach(rule -> check(rule, colos));
    }

    private static void check(
            TableName table, TablePlacement placement, Set<PhysicalShardId> ids, Map<String, Colo> colos) {
        switch (placement) {
            case TablePlacement.Sharded(Colo colo, List<String> keyColumns) ->
                expect(colo.equals(colos.get(colo.name())), "colo of table " + table, colo.name());
            case TablePlacement.Reference() -> {}
            case TablePlacement.Unsharded(PhysicalShardId home) ->
                expect(ids.contains(home), "home of table " + table, home);
        }
    }

    private static void check(ColoRule rule, Map<String, Colo> colos) {
        Colo colo = colos.get(rule.colo());
        if (colo == null) {
            throw new IllegalArgumentException("colo of a rule: " + rule.colo() + " (expected: one that exists)");
        }
        expect(
                rule.columns().size() == colo.keyTypes().size(),
                "columns of the rule for colo " + rule.colo(),
                rule.columns());
    }

    private static void expect(boolean holds, String what, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(what + ": " + found + " (expected: one that this topology declares)");
        }
    }
}
