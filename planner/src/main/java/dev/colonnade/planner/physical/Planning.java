package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.logical.Databases;
import dev.colonnade.planner.logical.Router;
import dev.colonnade.planner.shape.AstNodes;
import dev.colonnade.planner.shape.FunctionUse;
import dev.colonnade.planner.shape.StatementShape;
import dev.colonnade.planner.shape.World;
import dev.colonnade.topology.PhysicalShardId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a statement when its plan is made.
 *
 * @param home the one database that has tables which are nowhere else; null for none
 */
record Planning(
        World world,
        Databases databases,
        String text,
        AstNodes nodes,
        FunctionUse functions,
        StatementShape shape,
        StatementHead head,
        @Nullable PhysicalShardId home) {

    RoutedPlan routed(RoutedPlan.Spread spread) {
        return new RoutedPlan(head, databases, new Router(databases, shape.requirements()), home, spread);
    }

    boolean isVolatile(Expr.Call call) {
        return FunctionUse.isVolatile(call, world.catalog());
    }

    List<Expr.Param> parameters() {
        return nodes.parameters();
    }
}
