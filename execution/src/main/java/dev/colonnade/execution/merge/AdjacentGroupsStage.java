package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.KeyBytes;
import org.jspecify.annotations.Nullable;

/** Reaggregate where the rows of a group come one after the other, because they are sorted by the group columns: holds one group. */
final class AdjacentGroupsStage implements Stage {
    private final Stage input;
    private final RowKey key;
    private final Groups groups;
    private KeyBytes currentKey = new KeyBytes();
    private Groups.@Nullable Group current;
    /** The first row of the group after the current one, while that goes on. */
    private @Nullable Row next;

    AdjacentGroupsStage(Stage input, RowKey key, Groups groups) {
        this.input = input;
        this.key = key;
        this.groups = groups;
    }

    @Override
    public @Nullable Row poll() {
        for (Row row = takeNext(); row != null; row = takeNext()) {
            next = row;
            KeyBytes bytes = key.of(row);
            if (current != null && !currentKey.equals(bytes)) {
                return finish(current);
            }
            if (current == null) {
                current = groups.create(bytes.length());
                currentKey = bytes.copy();
            }
            next = null;
            groups.add(current, row);
        }
        return current != null && input.exhausted() ? finish(current) : null;
    }

    @Override
    public boolean exhausted() {
        return current == null && next == null && input.exhausted();
    }

    @Override
    public void close() {
        if (current != null) {
            current.release();
            current = null;
        }
        if (next != null) {
            next.release();
            next = null;
        }
        groups.close();
        input.close();
    }

    private @Nullable Row takeNext() {
        return next != null ? next : input.poll();
    }

    private Row finish(Groups.Group group) {
        current = null;
        Row row = groups.build(group);
        groups.forget();
        return row;
    }
}
