package dev.colonnade.planner.shape;

import dev.colonnade.planner.plan.Refusal;
import dev.colonnade.topology.Colo;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import java.util.List;
import java.util.Set;

/** How the rows of a relation, a join or a block are spread over the databases if each database works it out from what it holds. */
public sealed interface Distribution {
    /** Each database has all of the rows, and all have the same. */
    record Everywhere() implements Distribution {}

    /** Each database has a right answer, but not all the same: LIMIT without a total order, a volatile function. */
    record AnyOne() implements Distribution {}

    /** One database has all of the rows. */
    record OnOne(PhysicalShardId home) implements Distribution {}

    /**
     * Each row is on exactly one database, and on the one that its key says.
     *
     * @param carriers per key column: the columns that are equal to the key of the row's database, or NULL
     * @param certain those of them that are never NULL
     * @param tables whose rows these are, for messages
     */
    record Partitioned(Colo colo, List<Set<Node>> carriers, List<Set<Node>> certain, List<TableName> tables)
            implements Distribution {
        public Partitioned {
            carriers = List.copyOf(carriers);
            certain = List.copyOf(certain);
            tables = List.copyOf(tables);
        }

        /** Whether these columns include, for each key column, one that is the key of the row's database. */
        public boolean keyIsAmong(List<Node> columns, QueryShape.EqualityClassesView classes) {
            return certain.stream()
                    .allMatch(key -> columns.stream()
                            .anyMatch(column -> key.stream().anyMatch(carrier -> classes.equal(column, carrier))));
        }
    }

    /** Databases can't work it out each by itself; right only where one database has all rows that matter. */
    record Unproven(Refusal why) implements Distribution {}
}
