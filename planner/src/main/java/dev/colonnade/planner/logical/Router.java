package dev.colonnade.planner.logical;

import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.RouteReason;
import dev.colonnade.planner.shape.KeyRequirement;
import dev.colonnade.planner.shape.KeyTerm;
import dev.colonnade.planner.shape.ShardKeyPredicate;
import dev.colonnade.topology.Colo;
import dev.colonnade.topology.Placement;
import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.ShardKeyValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The databases that hold the rows that a statement's sharded occurrences need: the union over the occurrences. Where that is one database,
 * the statement as written is right there. Immutable.
 */
public final class Router {
    /** A composite key's columns multiply; beyond this the key counts as unconstrained. */
    private static final int KEYS_MAX = 10_000;

    private final Databases databases;
    private final List<KeyRequirement> requirements;
    private final KeyTerm.@Nullable Parameter onlyInteger;
    private final @Nullable OnlyConstant onlyConstant;

    public Router(Databases databases, List<KeyRequirement> requirements) {
        this.databases = databases;
        this.requirements = List.copyOf(requirements);
        KeyTerm only = onlyTerm(this.requirements);
        onlyInteger =
                only instanceof KeyTerm.Parameter parameter && parameter.column() != KeyType.NUMERIC ? parameter : null;
        onlyConstant =
                only instanceof KeyTerm.Constant constant && constant.value() instanceof ShardKeyValue.Int(long key)
                        ? new OnlyConstant(key)
                        : null;
    }

    /** The one key of a statement without parameters. */
    private record OnlyConstant(long key) {}

    /** Which databases, and the most telling reason. */
    public record Route(BitSet shards, RouteReason reason) {}

    /** The same with each term replaced. */
    public Router map(UnaryOperator<KeyTerm> change) {
        return new Router(
                databases,
                requirements.stream()
                        .map(requirement -> new KeyRequirement(
                                requirement.colo(),
                                requirement.columns().stream()
                                        .map(column -> column.map(change))
                                        .toList()))
                        .toList());
    }

    /** Whether routes differ from Bind to Bind. */
    public boolean dependsOnParameters() {
        return requirements.stream().anyMatch(KeyRequirement::dependsOnParameters);
    }

    /**
     * The hot path: the number of the one database where the statement is {@code integer key = $n} or {@code = 42}, or -1 where it has to be {@link #route
     * routed} the long way.
     */
    public int only(ParameterValues parameters) {
        if (onlyConstant != null) {
            return home(onlyConstant.key());
        }
        if (onlyInteger == null
                || !(ParameterKeys.value(onlyInteger, parameters) instanceof KeySet.Some(Set<ShardKeyValue> values))
                || values.size() != 1) {
            return -1;
        }
        return values.iterator().next() instanceof ShardKeyValue.Int(long key) ? home(key) : -1;
    }

    private int home(long key) {
        Placement placement = requirements.getFirst().colo().placement();
        return databases.number(placement.homeOf(placement.locate(key)));
    }

    public Route route(ParameterValues parameters) {
        BitSet all = new BitSet(databases.count());
        int keys = 0;
        boolean unconstrained = false;
        for (KeyRequirement requirement : requirements) {
            List<List<ShardKeyValue>> tuples = tuples(requirement, parameters);
            Colo colo = requirement.colo();
            if (tuples == null) {
                unconstrained = true;
                colo.placement().homes().forEach(home -> all.set(databases.number(home)));
            } else {
                keys = Math.max(keys, tuples.size());
                tuples.forEach(key -> all.set(databases.number(colo.placement().homeOf(colo.locate(key)))));
            }
        }
        return new Route(all, unconstrained ? RouteReason.NO_KEY_IN_PREDICATE : reason(keys));
    }

    private static RouteReason reason(int keys) {
        return switch (keys) {
            case 0 -> RouteReason.NO_ROW_POSSIBLE;
            case 1 -> RouteReason.KEY_EQUALS;
            default -> RouteReason.KEY_IN_LIST;
        };
    }

    /** All keys that the columns' sets allow; null where some column may have any value. */
    private static @Nullable List<List<ShardKeyValue>> tuples(KeyRequirement requirement, ParameterValues parameters) {
        List<List<ShardKeyValue>> tuples = new ArrayList<>(List.of(List.of()));
        boolean unconstrained = false;
        for (ShardKeyPredicate column : requirement.columns()) {
            switch (KeySets.of(column, parameters)) {
                case KeySet.All all -> unconstrained = true;
                case KeySet.Some(Set<ShardKeyValue> values) -> {
                    if (values.isEmpty()) {
                        return List.of();
                    }
                    if ((long) tuples.size() * values.size() > KEYS_MAX) {
                        unconstrained = true;
                    } else {
                        tuples = appended(tuples, values);
                    }
                }
            }
        }
        return unconstrained ? null : tuples;
    }

    private static List<List<ShardKeyValue>> appended(List<List<ShardKeyValue>> tuples, Set<ShardKeyValue> values) {
        List<List<ShardKeyValue>> longer = new ArrayList<>();
        for (List<ShardKeyValue> tuple : tuples) {
            for (ShardKeyValue value : values) {
                List<ShardKeyValue> key = new ArrayList<>(tuple);
                key.add(value);
                longer.add(key);
            }
        }
        return longer;
    }

    /** The one value that the one integer column of a key is compared with; null for anything else. */
    private static @Nullable KeyTerm onlyTerm(List<KeyRequirement> requirements) {
        return requirements.size() == 1
                        && requirements.getFirst().columns().size() == 1
                        && requirements.getFirst().columns().getFirst()
                                instanceof ShardKeyPredicate.KeyEquals(KeyTerm term)
                        && requirements.getFirst().colo().keyTypes().getFirst().isInteger()
                ? term
                : null;
    }
}
