package dev.colonnade.planner.shape;

import dev.colonnade.planner.shape.Distribution.Partitioned;
import dev.colonnade.topology.Colo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For a subquery that is worked out once per row of the blocks around it: the columns that say on which database that row is. A subquery
 * that ties its own key to one of them finds all that it needs there.
 */
record Place(
        Colo colo,
        List<Set<Node>> carriers,
        EqualityClasses classes,
        @Nullable Place around) {

    /** The place of the rows of a block, which may itself be worked out at a place. */
    static Place of(Partitioned rows, EqualityClasses classes, @Nullable Place around) {
        return new Place(rows.colo(), rows.carriers(), classes, around);
    }

    /** Whether all rows of a block are at this place. */
    boolean holds(Partitioned rows, EqualityClasses classesOfRows) {
        if (!rows.colo().equals(colo)) {
            return false;
        }
        for (int i = 0; i < carriers.size(); i++) {
            int key = i;
            if (rows.certain().get(key).stream()
                    .flatMap(carrier -> classesOfRows.members(carrier).stream())
                    .noneMatch(node -> isKey(key, node))) {
                return false;
            }
        }
        return true;
    }

    private boolean isKey(int key, Node node) {
        return classes.equalToAny(node, carriers.get(key)) || (around != null && around.isKey(key, node));
    }
}
