package dev.colonnade.topology;

import dev.colonnade.topology.key.KeyType;
import dev.colonnade.topology.key.LogicalShardId;
import dev.colonnade.topology.key.ShardKeyValue;
import java.util.List;

/**
 * A colocation group: tables that share one shard key and one placement, so that joins and transactions of one key are
 * local.
 *
 * @param name not blank
 * @param keyTypes the types of the key's columns, in order; at least one
 */
public record Colo(String name, List<KeyType> keyTypes, Placement placement) {
    public Colo {
        keyTypes = List.copyOf(keyTypes);
        if (name.isBlank()) {
            throw new IllegalArgumentException("colo: '' (expected: a name)");
        }
        if (keyTypes.isEmpty()) {
            throw new IllegalArgumentException("key of colo " + name + ": [] (expected: at least one type)");
        }
        if (placement instanceof Placement.Modulo
                && (keyTypes.size() != 1 || !keyTypes.getFirst().isInteger())) {
            throw new IllegalArgumentException(
                    "key of colo " + name + ": " + keyTypes + " (expected with modulo: one integer)");
        }
    }

    /** The logical shard of a key, see {@link Placement#locate}. */
    public LogicalShardId locate(List<ShardKeyValue> key) {
        return placement.locate(keyTypes, key);
    }
}
