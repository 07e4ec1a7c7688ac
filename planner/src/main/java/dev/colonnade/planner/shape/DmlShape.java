package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.shape.QueryShape.EqualityClassesView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * INSERT, UPDATE, DELETE or MERGE, understood.
 *
 * @param keyNodes the target's key columns; empty where it isn't sharded
 * @param scope what its expressions can name
 * @param source how the rows are spread that are changed, or that INSERT takes from its query
 * @param input INSERT's source; null for others and for DEFAULT VALUES
 * @param inputColumns names of the target's columns that INSERT fills, in order; null where they aren't known
 * @param rows of INSERT ... VALUES into a sharded table; empty for others
 */
public record DmlShape(
        Relation target,
        List<Node> keyNodes,
        Scope scope,
        EqualityClassesView classes,
        Distribution source,
        @Nullable QueryShape input,
        @Nullable List<String> inputColumns,
        List<InsertedRow> rows) {
    public DmlShape {
        keyNodes = List.copyOf(keyNodes);
        rows = List.copyOf(rows);
    }

    /** Whether each row of INSERT's query is on the database where the new row belongs: its column for this key column is its own key. */
    public boolean carriesKey(int key) {
        if (!(target instanceof Relation.Sharded sharded)
                || input == null
                || inputColumns == null
                || !(input.rows() instanceof Distribution.Partitioned from)
                || !from.colo().equals(sharded.placement().colo())) {
            return false;
        }
        int position = inputColumns.indexOf(sharded.placement().keyColumns().get(key));
        if (position < 0 || !input.columnsKnown() || position >= input.columns().size()) {
            return false;
        }
        Node node = input.columns().get(position).node();
        return node != null
                && from.certain().get(key).contains(node)
                && keyNodes.get(key).stores(node);
    }

    /**
     * A row of INSERT ... VALUES.
     *
     * @param keys per key column its value; empty where that isn't a constant or a parameter
     */
    public record InsertedRow(Expr.Row row, List<Optional<KeyTerm>> keys) {
        public InsertedRow {
            keys = List.copyOf(keys);
        }
    }
}
