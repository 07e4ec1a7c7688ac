package dev.colonnade.planner.shape;

import dev.colonnade.planner.ast.Query;
import java.util.List;

/**
 * A query, understood.
 *
 * @param columns its result's columns; meaningless where {@code columnsKnown} is false
 * @param rows how its result is spread if it is used as a relation
 */
public record QueryShape(
        Query query, BodyShape body, List<OutputColumn> columns, boolean columnsKnown, Distribution rows) {
    public QueryShape {
        columns = List.copyOf(columns);
    }

    /** What is inside. */
    public sealed interface BodyShape {}

    /**
     * One block.
     *
     * @param source how the rows of FROM and WHERE are spread, before grouping, DISTINCT and LIMIT
     */
    public record SelectShape(Query.Select select, Scope scope, EqualityClassesView classes, Distribution source)
            implements BodyShape {}

    /**
     * UNION, INTERSECT, EXCEPT.
     *
     * @param source how the rows are spread before LIMIT
     */
    public record SetShape(Query.SetOperation operation, QueryShape left, QueryShape right, Distribution source)
            implements BodyShape {}

    /** VALUES. */
    public record ValuesShape(Query.Values values) implements BodyShape {}

    /** The equalities of a block, for reading. */
    public interface EqualityClassesView {
        boolean equal(Node a, Node b);
    }
}
