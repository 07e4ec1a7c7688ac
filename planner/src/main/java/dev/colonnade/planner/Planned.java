package dev.colonnade.planner;

import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.plan.*;
import dev.colonnade.topology.*;
import java.util.List;

public sealed interface Planned {
    record Routed(StatementPlan plan) implements Planned {}

    record SchemaChange(Statement.Ddl ddl, String text, List<PhysicalShardId> holders) implements Planned {}

    record CopyIn(
            Statement.Copy copy,
            String text,
            TableName table,
            TablePlacement placement,
            List<String> columns,
            List<Integer> keyPositions,
            List<PhysicalShardId> holders)
            implements Planned {}

    record CopyOut(String text, List<ShardQuery> branches) implements Planned {}

    record ForSession(Statement statement, String text) implements Planned {}
}
