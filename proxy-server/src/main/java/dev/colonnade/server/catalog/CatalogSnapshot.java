package dev.colonnade.server.catalog;

import dev.colonnade.planner.catalog.SchemaCatalog;
import dev.colonnade.topology.PhysicalShardId;
import java.util.HashMap;
import java.util.Map;

/**
 * What was last read from all databases. Immutable.
 *
 * @param schema for the planner
 * @param home the database that {@link #schema} was read from, whose identifiers clients see
 * @param oids of each database that ever answered
 * @param translations of each of them to the home
 */
public record CatalogSnapshot(
        SchemaCatalog schema,
        PhysicalShardId home,
        Map<PhysicalShardId, ShardOids> oids,
        Map<PhysicalShardId, OidTranslation> translations) {
    private static final OidTranslation NOTHING_KNOWN = OidTranslation.between(ShardOids.NONE, ShardOids.NONE);

    /** What there is before the first database answered. */
    public static CatalogSnapshot empty(PhysicalShardId home) {
        return new CatalogSnapshot(SchemaCatalog.empty(), home, Map.of(), Map.of());
    }

    static CatalogSnapshot of(SchemaCatalog schema, PhysicalShardId home, Map<PhysicalShardId, ShardOids> oids) {
        ShardOids homeOids = oids.getOrDefault(home, ShardOids.NONE);
        Map<PhysicalShardId, OidTranslation> translations = new HashMap<>();
        oids.forEach((shard, shardOids) -> translations.put(
                shard, shard.equals(home) ? OidTranslation.IDENTITY : OidTranslation.between(shardOids, homeOids)));
        return new CatalogSnapshot(schema, home, Map.copyOf(oids), Map.copyOf(translations));
    }

    /** What the catalogue home knows of its own types. */
    public ShardOids homeOids() {
        return oids.getOrDefault(home, ShardOids.NONE);
    }

    /** How the identifiers of a database become those that clients see; knows only built-in ones of one that never answered. */
    public OidTranslation translation(PhysicalShardId shard) {
        return shard.equals(home) ? OidTranslation.IDENTITY : translations.getOrDefault(shard, NOTHING_KNOWN);
    }
}
