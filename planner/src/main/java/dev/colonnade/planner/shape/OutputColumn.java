package dev.colonnade.planner.shape;

import org.jspecify.annotations.Nullable;

/**
 * A column of a query's result.
 *
 * @param name as PostgreSQL names it, where we know; otherwise {@code ?column?}
 * @param node the column that it is, without any change; null where it is computed
 * @param open whether only those rows inside matter whose column has a value that the outside asks for: not so beneath a LIMIT
 */
public record OutputColumn(String name, @Nullable Node node, boolean open) {
    OutputColumn closed() {
        return new OutputColumn(name, node, false);
    }
}
