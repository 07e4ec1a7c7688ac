package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Statement.ColumnDefinition;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.Relation;
import dev.colonnade.planner.shape.Relations;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.key.KeyType;
import java.util.List;
import java.util.Optional;

/** What a table's definition must be like for its placement. */
final class TableRules {
    private final Relations relations;
    private final TableName table;
    private final TablePlacement placement;

    TableRules(Relations relations, TableName table, TablePlacement placement) {
        this.relations = relations;
        this.table = table;
        this.placement = placement;
    }

    /** @param complete whether these are all of the table's columns */
    void checkColumns(List<ColumnDefinition> columns, boolean complete) {
        if (placement instanceof TablePlacement.Unsharded) {
            return;
        }
        for (ColumnDefinition column : columns) {
            if (column.sequenced()) {
                throw Refusals.refuse(
                        RefusalCode.SEQUENCE_DEFAULT,
                        "column \"" + column.name() + "\" of \"" + table.name() + "\" can't draw from a sequence",
                        "The table is on several databases, each with a sequence of its own: ids would collide.",
                        "Declare it " + plainType(column.type())
                                + " and give the values in the application, or declare it uuid.");
            }
        }
        if (placement instanceof TablePlacement.Sharded sharded) {
            checkKeyColumns(sharded, columns, complete);
        }
    }

    /** @param changed columns that are dropped, renamed or get another type */
    void checkChanged(List<String> changed) {
        if (placement instanceof TablePlacement.Sharded sharded) {
            for (String key : sharded.keyColumns()) {
                if (changed.contains(key)) {
                    throw Refusals.refuse(
                            RefusalCode.SCHEMA_CHANGE,
                            "cannot drop, rename or retype \"" + key + "\" of \"" + table.name() + "\"",
                            "It is the table's shard key: it says on which database a row is.",
                            "Create a table with the new key and insert the rows there.");
                }
            }
        }
    }

    private void checkKeyColumns(TablePlacement.Sharded sharded, List<ColumnDefinition> columns, boolean complete) {
        for (int i = 0; i < sharded.keyColumns().size(); i++) {
            String key = sharded.keyColumns().get(i);
            KeyType type = sharded.colo().keyTypes().get(i);
            Optional<ColumnDefinition> column =
                    columns.stream().filter(c -> c.name().equals(key)).findFirst();
            if (column.isEmpty() && complete) {
                throw Refusals.refuse(
                        RefusalCode.SCHEMA_CHANGE,
                        "table \"" + table.name() + "\" has no column \"" + key + "\"",
                        "The topology says that it is sharded by it.",
                        "Add " + key + " " + type.typeName() + " NOT NULL.");
            }
            Optional<KeyType> declared = column.flatMap(c -> KeyType.ofTypeName(c.type()));
            if (column.isPresent() && (declared.isEmpty() || !alike(declared.get(), type))) {
                throw Refusals.refuse(
                        RefusalCode.KEY_TYPE,
                        "shard key column \"" + key + "\" of \"" + table.name() + "\" is "
                                + column.get().type(),
                        "Keys of colo " + sharded.colo().name() + " are " + type.typeName() + ".",
                        "Declare it " + type.typeName() + ".");
            }
        }
    }

    private static boolean alike(KeyType a, KeyType b) {
        return a == b || (a.isInteger() && b.isInteger());
    }

    /** A unique constraint without the shard key would hold on each database for itself only. */
    void checkKeys(List<List<String>> keys) {
        if (!(placement instanceof TablePlacement.Sharded sharded)) {
            return;
        }
        for (List<String> key : keys) {
            if (!key.containsAll(sharded.keyColumns())) {
                String shardKey = String.join(", ", sharded.keyColumns());
                throw Refusals.refuse(
                        RefusalCode.KEY_CONSTRAINT,
                        "a unique constraint of \"" + table.name() + "\" must include its shard key",
                        "Unique (" + String.join(", ", key)
                                + ") would hold within each database, not over all (shard key: " + shardKey + ").",
                        "Declare it as (" + shardKey + ", " + String.join(", ", key) + ").");
            }
        }
    }

    void checkReferences(List<List<String>> references) {
        for (List<String> parts : references) {
            Relation target = relations.resolve(parts);
            boolean self = target.name().equals(table);
            boolean there = switch (placement) {
                case TablePlacement.Sharded sharded ->
                    self
                            || target instanceof Relation.Reference
                            || (target instanceof Relation.Sharded other
                                    && other.placement().colo().equals(sharded.colo()));
                case TablePlacement.Reference r -> self || target instanceof Relation.Reference;
                case TablePlacement.Unsharded u -> !(target instanceof Relation.Sharded);
            };
            if (!there) {
                throw Refusals.refuse(
                        RefusalCode.SCHEMA_CHANGE,
                        "\"" + table.name() + "\" can't reference \""
                                + target.name().name() + "\"",
                        "A row's database doesn't have the rows that it may reference.",
                        "Reference a table of the same colo with its shard key, or a reference table, or leave the constraint out.");
            }
        }
    }

    private static String plainType(String type) {
        return switch (type) {
            case "serial", "serial4" -> "integer";
            case "bigserial", "serial8" -> "bigint";
            case "smallserial", "serial2" -> "smallint";
            default -> type;
        };
    }
}
