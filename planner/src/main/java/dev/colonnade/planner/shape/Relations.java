package dev.colonnade.planner.shape;

import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.planner.catalog.SchemaCatalog.RelationKind;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds relations by name, along the search path. */
public final class Relations {
    private static final Set<String> SYSTEM_SCHEMAS = Set.of("pg_catalog", "information_schema", "pg_toast");
    private static final String OWN_SCHEMA = "colonnade";

    private final World world;

    public Relations(World world) {
        this.world = world;
    }

    /** @param parts one to three: {@code [[database.]schema.]name} */
    public Relation resolve(List<String> parts) {
        String name = parts.getLast();
        if (parts.size() > 1) {
            String schema = parts.get(parts.size() - 2);
            return SYSTEM_SCHEMAS.contains(schema)
                    ? new Relation.Catalogue(new TableName(schema, name))
                    : resolve(new TableName(schema, name));
        }
        for (String schema : world.searchPath()) {
            TableName candidate = new TableName(schema, name);
            if (world.topology().tables().containsKey(candidate)
                    || world.catalog().relations().containsKey(candidate)) {
                return resolve(candidate);
            }
            if (SYSTEM_SCHEMAS.contains(schema) && !schema.equals("pg_catalog")) {
                return new Relation.Catalogue(candidate);
            }
        }
        return name.startsWith("pg_")
                ? new Relation.Catalogue(new TableName("pg_catalog", name))
                : new Relation.Unknown(new TableName(defaultSchema(), name));
    }

    /** Each database has records of its own there, of commits over several of them: nobody else's statement may read or change one. */
    public static void checkSchema(String schema) {
        if (schema.equals(OWN_SCHEMA)) {
            throw Refusals.refuse(
                    RefusalCode.OWN_SCHEMA,
                    "permission denied for schema " + OWN_SCHEMA,
                    "The proxy keeps its records of commits over several databases there.",
                    "GET /v1/transactions of the admin API shows them.");
        }
    }

    /** Where CREATE puts an unqualified name: the first schema of the path that exists. */
    public String defaultSchema() {
        return world.searchPath().stream()
                .filter(world.catalog().schemas()::contains)
                .findFirst()
                .orElse(TableName.DEFAULT_SCHEMA);
    }

    /** The table that DDL means by a name, whether or not it exists. */
    public TableName nameOf(List<String> parts) {
        return resolve(parts).name();
    }

    private Relation resolve(TableName name) {
        checkSchema(name.schema());
        RelationInfo info = world.catalog().relation(name).orElse(null);
        TablePlacement placement = world.placementOf(name).orElse(null);
        if (placement != null) {
            return switch (placement) {
                case TablePlacement.Sharded sharded -> new Relation.Sharded(name, sharded, info);
                case TablePlacement.Reference() -> new Relation.Reference(name, info);
                case TablePlacement.Unsharded(PhysicalShardId home) -> new Relation.Unsharded(name, home, info);
            };
        }
        if (info == null) {
            return new Relation.Unknown(name);
        }
        boolean view = info.kind() == RelationKind.VIEW || info.kind() == RelationKind.MATERIALIZED_VIEW;
        if (view && info.hiddenBehaviour() && world.hasShardedTables()) {
            return new Relation.OpaqueView(name);
        }
        return view
                ? view(name, info)
                : new Relation.Unsharded(name, world.topology().catalogHome(), info);
    }

    private Relation view(TableName name, RelationInfo info) {
        Set<PhysicalShardId> homes = new TreeSet<>();
        TableName sharded = null;
        for (TableName read : info.dependsOn()) {
            switch (world.placementOrHome(read)) {
                case TablePlacement.Sharded s -> sharded = read;
                case TablePlacement.Reference() -> {}
                case TablePlacement.Unsharded(PhysicalShardId home) -> {
                    if (world.topology().tables().containsKey(read)) {
                        homes.add(home);
                    }
                }
            }
        }
        if (sharded != null) {
            return new Relation.ShardedView(name, sharded, info);
        }
        PhysicalShardId home =
                homes.size() == 1 ? homes.iterator().next() : world.topology().catalogHome();
        return new Relation.Unsharded(name, home, info);
    }

    /** The catalogue's entry of a relation; null where it has none. */
    public static @Nullable RelationInfo infoOf(Relation relation) {
        return switch (relation) {
            case Relation.Sharded sharded -> sharded.info();
            case Relation.Reference reference -> reference.info();
            case Relation.Unsharded unsharded -> unsharded.info();
            case Relation.Catalogue c -> null;
            case Relation.ShardedView v -> null;
            case Relation.OpaqueView v -> null;
            case Relation.Unknown u -> null;
        };
    }
}
