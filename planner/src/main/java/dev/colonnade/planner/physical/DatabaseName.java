package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Query;
import dev.colonnade.planner.ast.Statement;
import dev.colonnade.planner.rule.BranchText;
import dev.colonnade.planner.shape.AstNodes;
import dev.colonnade.planner.shape.World;
import dev.colonnade.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * current_database() and current_catalog mean the database that clients connect to, which is none of those behind. Where those have other
 * names, the calls are replaced by the name.
 */
public final class DatabaseName {
    private static final Set<String> CALLS = Set.of("current_database", "current_catalog");

    private DatabaseName() {}

    /** The text with the calls replaced; the same string where there is nothing to do. */
    public static String inText(Statement statement, String text, World world) {
        Topology topology = world.topology();
        boolean named = topology.physicalShards().values().stream()
                .allMatch(shard -> shard.database().equals(topology.database()));
        if (named) {
            return text;
        }
        AstNodes nodes = AstNodes.of(statement);
        List<Expr.Call> calls = new ArrayList<>();
        for (Expr expr : nodes.exprs()) {
            if (expr instanceof Expr.Call call && CALLS.contains(call.simpleName())) {
                calls.add(call);
            }
        }
        if (calls.isEmpty()) {
            return text;
        }
        BranchText edited = new BranchText(text, List.of(), List.of());
        String name = "'" + topology.database().replace("'", "''") + "'::pg_catalog.name";
        for (Expr.Call call : calls) {
            edited.replace(call.span(), BranchText.written("(" + name + ")" + alias(call, nodes)));
        }
        return edited.result().sql();
    }

    /** What names a column after the call keeps doing so. */
    private static String alias(Expr.Call call, AstNodes nodes) {
        for (Query query : nodes.queries()) {
            if (query.body() instanceof Query.Select select) {
                for (Query.Item item : select.items()) {
                    if (item.alias() == null && item.expr().equals(call)) {
                        return " AS " + call.simpleName();
                    }
                }
            }
        }
        return "";
    }
}
