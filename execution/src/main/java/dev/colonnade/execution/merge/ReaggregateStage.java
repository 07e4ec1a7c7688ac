package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.KeyBytes;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reaggregate: holds one row per group until the last row has come. Groups go on in the order in which they first came. Without group
 * columns there is one group, also where no row comes.
 */
final class ReaggregateStage implements Stage {
    private static final KeyBytes WHOLE = new KeyBytes();

    private final Stage input;
    private final @Nullable RowKey key;
    private final Groups groups;
    private final Map<KeyBytes, Groups.Group> byKey = new LinkedHashMap<>();
    private @Nullable ArrayDeque<Groups.Group> merged;

    /** @param key null without group columns */
    ReaggregateStage(Stage input, @Nullable RowKey key, Groups groups) {
        this.input = input;
        this.key = key;
        this.groups = groups;
    }

    @Override
    public @Nullable Row poll() {
        if (merged == null) {
            for (Row row = input.poll(); row != null; row = input.poll()) {
                add(row);
            }
            if (!input.exhausted()) {
                return null;
            }
            if (key == null && byKey.isEmpty()) {
                byKey.put(WHOLE, groups.create(0));
            }
            merged = new ArrayDeque<>(byKey.values());
            byKey.clear();
        }
        Groups.Group group = merged.poll();
        return group == null ? null : groups.build(group);
    }

    @Override
    public boolean exhausted() {
        return merged != null && merged.isEmpty();
    }

    @Override
    public void close() {
        byKey.values().forEach(Groups.Group::release);
        byKey.clear();
        if (merged == null) {
            merged = new ArrayDeque<>();
        }
        merged.forEach(Groups.Group::release);
        merged.clear();
        groups.close();
        input.close();
    }

    private void add(Row row) {
        Groups.@Nullable Group group = null;
        try {
            group = groupOf(row);
        } finally {
            if (group == null) {
                row.release();
            }
        }
        groups.add(group, row);
    }

    private Groups.Group groupOf(Row row) {
        KeyBytes bytes = key == null ? WHOLE : key.of(row);
        Groups.Group group = byKey.get(bytes);
        if (group == null) {
            group = groups.create(bytes.length());
            byKey.put(bytes.copy(), group);
        }
        return group;
    }
}
