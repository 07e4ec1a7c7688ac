package dev.colonnade.planner;

import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.explain.PlanPrinter;
import dev.colonnade.planner.explain.Printable;
import dev.colonnade.planner.physical.Reusable;
import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.planner.plan.ShardQuery;
import dev.colonnade.planner.plan.StatementPlan;
import dev.colonnade.topology.PhysicalShardId;
import dev.colonnade.topology.TableName;
import dev.colonnade.topology.TablePlacement;
import java.util.List;
import java.util.Locale;

/** What is to be done with a statement. */
public sealed interface Planned extends Printable {
    /** Bind its parameters and run it. */
    record Routed(StatementPlan plan) implements Planned {}

    /**
     * Run it, as it is, on each of these databases.
     *
     * @param holders the databases that have, or will have, the object
     * @param knownLater a new table that statements can be planned for only once it is committed
     */
    record SchemaChange(Statement.Ddl ddl, String text, List<PhysicalShardId> holders, boolean knownLater)
            implements Planned {
        public SchemaChange {
            holders = List.copyOf(holders);
        }
    }

    /**
     * COPY FROM STDIN.
     *
     * @param columns names of the input's columns, in order; empty where the statement names none and the catalogue doesn't know
     * @param keyPositions where in the input the shard key's columns are, from 0; empty for a table that isn't sharded
     * @param holders the databases that may get rows; all of them get each row of a reference table
     */
    record CopyIn(
            Statement.Copy copy,
            String text,
            TableName table,
            TablePlacement placement,
            List<String> columns,
            List<Integer> keyPositions,
            List<PhysicalShardId> holders)
            implements Planned {
        public CopyIn {
            columns = List.copyOf(columns);
            keyPositions = List.copyOf(keyPositions);
            holders = List.copyOf(holders);
        }
    }

    /** COPY TO STDOUT: the branches' rows one after the other. */
    record CopyOut(Statement.Copy copy, String text, List<ShardQuery> branches) implements Planned {
        public CopyOut {
            branches = List.copyOf(branches);
        }
    }

    /** A matter of the session: transactions, settings, prepared statements, EXPLAIN, and kinds that aren't planned. */
    record ForSession(Statement statement, String text) implements Planned {}

    /** About how much memory it takes beside the text, in bytes. */
    default int bytes() {
        return switch (this) {
            case Routed(StatementPlan plan) -> plan instanceof Reusable reusable ? reusable.bytes() : 2_000;
            case SchemaChange change -> 2_000 + 2 * change.text().length();
            case CopyIn copy -> 2_000;
            case CopyOut copy -> 1_000 + 100 * copy.branches().size();
            case ForSession session -> 1_000;
        };
    }

    /** For EXPLAIN and golden files; a routed statement without parameters. */
    @Override
    default String print() {
        return switch (this) {
            case Routed(StatementPlan plan) -> PlanPrinter.print(plan.bind(ParameterValues.NONE));
            case SchemaChange change -> "schema change on " + change.holders() + "\n";
            case CopyIn copy ->
                "copy in to " + copy.table() + " on " + copy.holders() + ", columns " + copy.columns() + ", key at "
                        + copy.keyPositions() + "\n";
            case CopyOut copy -> "copy out\n" + PlanPrinter.print(copy.branches());
            case ForSession session ->
                "local, " + session.statement().getClass().getSimpleName().toLowerCase(Locale.ROOT) + "\n";
        };
    }
}
