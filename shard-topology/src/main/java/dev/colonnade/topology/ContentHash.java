package dev.colonnade.topology;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The hash of a topology's content, over one line per fact. Spelled out by hand, since it must not change with a record's
 * {@code toString()}: proxies of different builds compare it.
 */
final class ContentHash {
    private final StringBuilder facts = new StringBuilder();

    private ContentHash() {}

    static String of(
            String database,
            Map<PhysicalShardId, PhysicalShard> physicalShards,
            Map<String, Colo> colos,
            Map<TableName, TablePlacement> tables,
            PhysicalShardId catalogHome,
            List<ColoRule> rules) {
        ContentHash hash = new ContentHash();
        hash.fact("database", database);
        hash.fact("catalog home", catalogHome.value());
        physicalShards.values().forEach(hash::shard);
        colos.values().forEach(hash::colo);
        tables.forEach(hash::table);
        rules.forEach(hash::rule);
        return hash.sha256();
    }

    private void shard(PhysicalShard shard) {
        fact("shard", shard.id().value(), shard.host(), Integer.toString(shard.port()), shard.database());
    }

    private void colo(Colo colo) {
        colo.keyTypes().forEach(type -> fact("key", colo.name(), type.typeName()));
        switch (colo.placement()) {
            case Placement.Hash(List<PhysicalShardId> homeByShard, List<PhysicalShardId> homes) ->
                placement("hash", homeByShard, homes);
            case Placement.Modulo(List<PhysicalShardId> homeByShard, List<PhysicalShardId> homes) ->
                placement("modulo", homeByShard, homes);
        }
    }

    private void placement(String kind, List<PhysicalShardId> homeByShard, List<PhysicalShardId> homes) {
        fact(kind);
        homeByShard.forEach(home -> fact("on", home.value()));
        homes.forEach(home -> fact("home", home.value()));
    }

    private void table(TableName table, TablePlacement placement) {
        switch (placement) {
            case TablePlacement.Sharded(Colo colo, List<String> keyColumns) -> {
                fact("table", table.toString(), "sharded", colo.name());
                keyColumns.forEach(column -> fact("by", column));
            }
            case TablePlacement.Reference() -> fact("table", table.toString(), "reference");
            case TablePlacement.Unsharded(PhysicalShardId home) ->
                fact("table", table.toString(), "unsharded", home.value());
        }
    }

    private void rule(ColoRule rule) {
        fact("rule", rule.colo());
        rule.columns().forEach(column -> fact("by", column));
    }

    /** Each part with its length, so that no two lists of parts read the same. */
    private void fact(String... parts) {
        for (String part : parts) {
            facts.append(part.length()).append(':').append(part).append(' ');
        }
        facts.append('\n');
    }

    private String sha256() {
        try {
            byte[] bytes = facts.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
