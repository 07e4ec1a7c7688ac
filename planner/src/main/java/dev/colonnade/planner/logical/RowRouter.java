package dev.colonnade.planner.logical;

import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.KeyTerm;
import dev.colonnade.planner.shape.ShardKeyPredicate;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import dev.colonnade.topology.key.LogicalShardId;
import dev.colonnade.topology.key.ShardKeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The database that a new row belongs to. Immutable. */
public final class RowRouter {
    private final Databases databases;
    private final TableName table;
    private final TablePlacement.Sharded placement;
    private final List<KeyModifier> modifiers;

    /** @param modifiers per key column what its type does to a value that is stored */
    public RowRouter(
            Databases databases, TableName table, TablePlacement.Sharded placement, List<KeyModifier> modifiers) {
        this.databases = databases;
        this.table = table;
        this.placement = placement;
        this.modifiers = List.copyOf(modifiers);
    }

    /**
     * The number of the row's database.
     *
     * @throws dev.colonnade.planner.plan.PlanningException where the key is NULL, or its value can't be read for certain
     */
    public int route(List<KeyTerm> key, ParameterValues parameters) {
        if (key.size() == 1
                && key.getFirst() instanceof KeyTerm.Parameter parameter
                && ParameterKeys.value(parameter, parameters) instanceof KeySet.Some(Set<ShardKeyValue> values)
                && values.size() == 1
                && values.iterator().next() instanceof ShardKeyValue.Int(long value)
                && placement.colo().keyTypes().getFirst().isInteger()) {
            return home(placement.colo().placement().locate(value));
        }
        List<ShardKeyValue> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            values.add(modifiers.get(i).stored(value(i, key.get(i), parameters)));
        }
        return home(placement.colo().locate(values));
    }

    private int home(LogicalShardId shard) {
        return databases.number(placement.colo().placement().homeOf(shard));
    }

    private ShardKeyValue value(int column, KeyTerm term, ParameterValues parameters) {
        boolean isNull = term instanceof KeyTerm.None
                || (term instanceof KeyTerm.Parameter parameter
                        && ParameterKeys.isNull(parameter.number(), parameters));
        String name = placement.keyColumns().get(column);
        if (isNull) {
            throw Refusals.refuse(
                    RefusalCode.INSERT_NULL_KEY,
                    "null value in column \"" + name + "\" of relation \"" + table.name()
                            + "\" violates not-null constraint",
                    "The column is the shard key of " + table + ": it says on which database the row is.",
                    "Give a value for " + name + ".");
        }
        if (KeySets.of(ShardKeyPredicate.equalTo(term), parameters) instanceof KeySet.Some(Set<ShardKeyValue> values)
                && values.size() == 1) {
            return values.iterator().next();
        }
        throw Refusals.refuse(
                RefusalCode.KEY_TYPE,
                "cannot read the value for shard key column \"" + name + "\" of \"" + table.name() + "\"",
                "Its type is not known, is not that of the column, or the value is malformed or out of range.",
                "Pass it as " + placement.colo().keyTypes().get(column).typeName() + ".");
    }
}
