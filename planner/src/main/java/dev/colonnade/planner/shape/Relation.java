package dev.colonnade.planner.shape;

import dev.colonnade.planner.catalog.SchemaCatalog.RelationInfo;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import org.jspecify.annotations.Nullable;

/** What a relation's name in a statement means. {@code info} is what the schema catalogue has of it; null where it has nothing. */
public sealed interface Relation {
    TableName name();

    /** A sharded table. */
    record Sharded(
            TableName name,
            TablePlacement.Sharded placement,
            @Nullable RelationInfo info) implements Relation {}

    /** A reference table. */
    record Reference(TableName name, @Nullable RelationInfo info) implements Relation {}

    /** A table, view or sequence that one database has. */
    record Unsharded(
            TableName name, PhysicalShardId home, @Nullable RelationInfo info) implements Relation {}

    /** A relation of pg_catalog or information_schema. */
    record Catalogue(TableName name) implements Relation {}

    /** A view that reads sharded tables. */
    record ShardedView(TableName name, TableName over, RelationInfo info) implements Relation {}

    /** A view that runs code which may read or write anything. */
    record OpaqueView(TableName name) implements Relation {}

    /** No such relation, as far as anybody here knows. */
    record Unknown(TableName name) implements Relation {}
}
