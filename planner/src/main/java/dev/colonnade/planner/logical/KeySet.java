package dev.colonnade.planner.logical;

import dev.colonnade.topology.key.ShardKeyValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The values that a key column may have: some, or whatever there is. */
sealed interface KeySet {
    record Some(Set<ShardKeyValue> values) implements KeySet {}

    record All() implements KeySet {}

    static KeySet none() {
        return new Some(Set.of());
    }

    static KeySet all() {
        return new All();
    }

    static KeySet of(ShardKeyValue value) {
        return new Some(Set.of(value));
    }

    static KeySet union(List<KeySet> sets) {
        Set<ShardKeyValue> values = new LinkedHashSet<>();
        for (KeySet set : sets) {
            switch (set) {
                case Some(Set<ShardKeyValue> some) -> values.addAll(some);
                case All all -> {
                    return all;
                }
            }
        }
        return new Some(values);
    }

    static KeySet intersection(List<KeySet> sets) {
        Set<ShardKeyValue> values = null;
        for (KeySet set : sets) {
            if (set instanceof Some(Set<ShardKeyValue> some)) {
                if (values == null) {
                    values = new LinkedHashSet<>(some);
                } else {
                    values.retainAll(some);
                }
            }
        }
        return values == null ? all() : new Some(values);
    }
}
